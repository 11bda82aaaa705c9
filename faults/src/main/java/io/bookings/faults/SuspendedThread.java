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
 * Suspends a thread of another process through the Java Debug Interface.
 */
final class SuspendedThread {

	private SuspendedThread() {
	}

	/**
	 * Returns the JVM option with which the process must be started.
	 */
	static String debuggedAt(int port) {
		return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port;
	}

	/**
	 * Suspends the threads that execute a method.
	 * @param port the port of the debugger agent of the process
	 * @param method the name of the method, at any depth of the stack
	 * @return an action that resumes the threads
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
			throw new IllegalStateException("No thread executes the method " + method);
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
			return false; // The thread has ended.
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
