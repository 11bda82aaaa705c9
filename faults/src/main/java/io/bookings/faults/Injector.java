package io.bookings.faults;

import java.util.List;
import java.util.random.RandomGenerator;

import io.bookings.sandbox.SandboxService;

/**
 * Makes faults happen.
 */
final class Injector {

	private final World world;

	private final RandomGenerator random;

	Injector(World world, RandomGenerator random) {
		this.world = world;
		this.random = random;
	}

	/**
	 * Begins a fault.
	 * @return what ends it
	 */
	Runnable inject(Fault fault) {
		return switch (fault) {
			case Fault.Instance(var service, var signal) -> signal(pick(service), signal);
			case Fault.Database(var state) -> this.world.postgres().enter(state);
			case Fault.Line(var peer, var behaviour) -> {
				TcpProxy line = this.world.line(peer);
				line.behave(behaviour);
				yield () -> line.behave(TcpProxy.Behaviour.GOOD);
			}
			case Fault.Sqs(var behaviour) -> {
				this.world.sqs().behave(behaviour);
				yield () -> this.world.sqs().behave(SqsProxy.Behaviour.GOOD);
			}
			case Fault.Mail(var behaviour) -> {
				this.world.mail().behave(behaviour);
				yield () -> this.world.mail().behave(MailSink.Behaviour.GOOD);
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
				this.world.stop(instance);
				yield instance::start;
			}
			case FROZEN -> {
				instance.freeze();
				yield instance::thaw;
			}
		};
	}

	private ServiceInstance pick(SandboxService.Kind service) {
		List<ServiceInstance> instances = this.world.instances(service);
		return instances.get(this.random.nextInt(instances.size()));
	}

}
