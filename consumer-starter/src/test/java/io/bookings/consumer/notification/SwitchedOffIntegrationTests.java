package io.bookings.consumer.notification;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SwitchedOffIntegrationTests {

	@Test
	void whoeverOnlyStoresSchedulesNothingAndRunsNoScheduler() {
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		try (NotifierFixture notifier = NotifierFixture.start(service, "booking.notification.enabled=false")) {
			notifier.schedule("b-1");
			assertThat(notifier.statuses()).isEmpty();
			assertThat(notifier.tasks()).isZero();
			assertThat(notifier.context.getBeanProvider(Scheduler.class).getIfAvailable()).isNull();
		}
	}

}
