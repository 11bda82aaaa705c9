package io.bookings.consumer.inbox;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Sabotage: every booking id counts as new.
 */
@AutoConfiguration
public class NoDedupe {

	@Bean
	static BeanPostProcessor noDedupe() {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof NamedParameterJdbcTemplate jdbc) ? new Forgetful(jdbc.getJdbcOperations())
						: bean;
			}

		};
	}

	private static final class Forgetful extends NamedParameterJdbcTemplate {

		private Forgetful(JdbcOperations jdbc) {
			super(jdbc);
		}

		@Override
		public <T> @Nullable T execute(String sql, Map<String, ?> parameters, PreparedStatementCallback<T> action) {
			return super.execute(sql.replace("on conflict do nothing\nreturning booking_id",
					"on conflict (event_type, booking_id) do update set message_id = excluded.message_id\n"
							+ "returning booking_id"),
					parameters, action);
		}

	}

}
