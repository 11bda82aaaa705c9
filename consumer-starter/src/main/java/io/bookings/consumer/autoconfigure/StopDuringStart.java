package io.bookings.consumer.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Ends a service at once that is stopped during its start. Spring would finish the start
 * first, which can take longer than the platform waits. No message was received until
 * then, and PostgreSQL rolls an unfinished migration back.
 */
class StopDuringStart implements SpringApplicationRunListener {

	/** 128 plus the number of SIGTERM, as after a completed start. */
	private static final int TERMINATED = 143;

	private static final Logger logger = LoggerFactory.getLogger(StopDuringStart.class);

	private final Thread hook = new Thread(() -> {
		logger.info("Stopped during the start: no message was received");
		Runtime.getRuntime().halt(TERMINATED);
	}, "stop-during-start");

	@Override
	public void starting(ConfigurableBootstrapContext bootstrapContext) {
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	@Override
	public void contextLoaded(ConfigurableApplicationContext context) {
		context.getBeanFactory().registerSingleton(StopDuringStart.class.getName(), new FirstToStart());
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		startIsOver();
	}

	private void startIsOver() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			logger.trace("The hook is running", ex);
		}
	}

	/**
	 * Starts first. From then on, a stop has to wait for threads.
	 */
	private final class FirstToStart implements SmartLifecycle {

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
			startIsOver();
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return Integer.MIN_VALUE;
		}

	}

}
