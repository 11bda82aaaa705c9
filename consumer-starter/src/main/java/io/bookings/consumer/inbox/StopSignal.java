package io.bookings.consumer.inbox;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Set as soon as the service begins to stop, before the listener's container does: the
 * container delivers what its last polls bring, and that has to be given back.
 */
public class StopSignal implements ApplicationListener<ContextClosedEvent> {

	private final ApplicationContext context;

	private volatile boolean set;

	public StopSignal(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.set = true;
		}
	}

	boolean isSet() {
		return this.set;
	}

}
