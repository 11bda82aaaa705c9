package io.bookings.faults;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;

/**
 * Holds a thread of another process, through the debugger's interface of the JDK.
 */
final class SuspendedThread {

	private SuspendedThread() {
	}

	/**
	 * The option with which the process has to be started.
	 */
	static String debuggedAt(int port) {
		return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port;
	}

	/**
	 * Suspends whatever thread is executing a method.
	 * @param port of the process's debugger agent
	 * @param method its name; the thread may be deeper in its stack
	 * @return what lets it go on
	 */
	static Runnable in(int port, String method)
			throws IOException, IllegalConnectorArgumentsException, IncompatibleThreadStateException {
		VirtualMachine machine = attach(port);
		machine.suspend();
		List<ThreadReference> found = machine.allThreads()
			.stream()
			.filter((thread) -> isExecuting(thread, method))
			.toList();
		found.forEach(ThreadReference::suspend);
		machine.resume();
		if (found.isEmpty()) {
			throw new IllegalStateException("No thread executes " + method);
		}
		return () -> {
			found.forEach(ThreadReference::resume);
			machine.dispose();
		};
	}

	private static boolean isExecuting(ThreadReference thread, String method) {
		try {
			return thread.frames().stream().anyMatch((frame) -> frame.location().method().name().equals(method));
		}
		catch (IncompatibleThreadStateException ex) {
			return false; // it has ended
		}
	}

	private static VirtualMachine attach(int port) throws IOException, IllegalConnectorArgumentsException {
		AttachingConnector connector = Bootstrap.virtualMachineManager()
			.attachingConnectors()
			.stream()
			.filter((candidate) -> candidate.transport().name().equals("dt_socket"))
			.findFirst()
			.orElseThrow();
		Map<String, Connector.Argument> arguments = connector.defaultArguments();
		Objects.requireNonNull(arguments.get("hostname")).setValue("127.0.0.1");
		Objects.requireNonNull(arguments.get("port")).setValue(Integer.toString(port));
		return connector.attach(arguments);
	}

}
