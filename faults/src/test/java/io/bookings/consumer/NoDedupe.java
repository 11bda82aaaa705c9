package io.bookings.consumer;

import java.lang.reflect.Proxy;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

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
				return (bean instanceof JdbcClient jdbc) ? forgetful(jdbc) : bean;
			}

		};
	}

	private static JdbcClient forgetful(JdbcClient jdbc) {
		return (JdbcClient) Proxy.newProxyInstance(NoDedupe.class.getClassLoader(), new Class<?>[] { JdbcClient.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("sql") && arguments[0] instanceof String sql
							&& sql.contains("insert into processed_booking")) {
						return jdbc.sql(sql.replace("on conflict do nothing",
								"on conflict (event_type, booking_id) do update set message_id = excluded.message_id"));
					}
					return method.invoke(jdbc, arguments);
				});
	}

}
