package io.bookings.faults;

import java.util.List;
import java.util.random.RandomGenerator;

import io.bookings.sandbox.MailSink;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.TcpProxy;

/**
 * Injects faults.
 */
final class Injector {

	private final TestEnvironment environment;

	private final RandomGenerator random;

	Injector(TestEnvironment environment, RandomGenerator random) {
		this.environment = environment;
		this.random = random;
	}

	/**
	 * Begins a fault.
	 * @return an action that ends the fault
	 */
	Runnable inject(Fault fault) {
		return switch (fault) {
			case Fault.Instance(var service, var signal) -> signal(pick(service), signal);
			case Fault.Database(var state) -> this.environment.postgres().enter(state);
			case Fault.Connection(var peer, var behaviour, var _) -> {
				TcpProxy proxy = this.environment.proxy(peer);
				proxy.behave(behaviour);
				yield () -> proxy.behave(TcpProxy.Behaviour.NORMAL);
			}
			case Fault.Sqs(var behaviour) -> {
				this.environment.sqs().behave(behaviour);
				yield () -> this.environment.sqs().behave(SqsProxy.Behaviour.NORMAL);
			}
			case Fault.Mail(var behaviour) -> {
				this.environment.mail().behave(behaviour);
				yield () -> this.environment.mail().behave(MailSink.Behaviour.NORMAL);
			}
		};
	}

	private Runnable signal(ServiceInstance instance, Fault.Signal signal) {
		return switch (signal) {
			case KILLED -> {
				instance.kill();
				yield instance::start;
			}
			case STOPPED -> {
				this.environment.stop(instance);
				yield instance::start;
			}
			case FROZEN -> {
				instance.freeze();
				yield instance::thaw;
			}
		};
	}

	private ServiceInstance pick(ServiceKind service) {
		List<ServiceInstance> instances = this.environment.instances(service);
		return instances.get(this.random.nextInt(instances.size()));
	}

}
