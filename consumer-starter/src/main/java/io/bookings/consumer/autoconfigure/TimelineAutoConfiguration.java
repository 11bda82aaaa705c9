package io.bookings.consumer.autoconfigure;

import java.util.List;

import io.bookings.consumer.BookingConsumer;
import io.bookings.consumer.deadletter.DeadLetters;
import io.bookings.consumer.timeline.LetterEntries;
import io.bookings.consumer.timeline.TimelineController;
import io.bookings.consumer.timeline.TimelineProperties;
import io.bookings.consumer.timeline.TimelineSource;
import io.bookings.consumer.timeline.Timelines;
import io.bookings.consumer.timeline.TraceProperties;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

/**
 * Auto-configuration of the timelines of bookings.
 */
@AutoConfiguration(after = { BookingConsumerAutoConfiguration.class, DeadLetterAutoConfiguration.class })
@ConditionalOnBean(BookingConsumer.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties({ TimelineProperties.class, TraceProperties.class })
public class TimelineAutoConfiguration {

	@Bean
	Timelines timelines(@Value("${spring.application.name:booking-consumer}") String name, JdbcClient jdbc,
			ObjectProvider<TimelineSource> sources, TimelineProperties properties, TraceProperties trace,
			RestClient.Builder builder) {
		return new Timelines(name, jdbc, List.copyOf(sources.orderedStream().toList()), properties, trace, builder);
	}

	@Bean
	@ConditionalOnBean(DeadLetters.class)
	TimelineSource deadLettersInTimelines(DeadLetters letters) {
		return new LetterEntries(letters);
	}

	@Bean
	TimelineController timelineController(Timelines timelines) {
		return new TimelineController(timelines);
	}

}
