package io.bookings.consumer.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import tools.jackson.databind.json.JsonMapper;

/**
 * Bodies as SNS, EventBridge and publishers of CloudEvents make them.
 */
public final class Envelopes {

	private Envelopes() {
	}

	public static String sns(String event) {
		return sns(event, "");
	}

	/**
	 * @param more further fields, each with a comma before it
	 */
	public static String sns(String event, String more) {
		return """
				{
				  "Type" : "Notification",
				  "MessageId" : "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
				  "TopicArn" : "arn:aws:sns:us-east-1:123456789012:bookings",
				  "Message" : %s,
				  "Timestamp" : "2025-02-19T09:55:00.000Z",
				  "SignatureVersion" : "1",
				  "Signature" : "EXAMPLEw6JRN...",
				  "SigningCertURL" : "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem",
				  "UnsubscribeURL" : "https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe"%s
				}""".formatted(JsonMapper.shared().writeValueAsString(event), more);
	}

	public static String eventBridge(String event) {
		return """
				{"version":"0","id":"17793124-05d4-b198-2fde-7ededc63b103","detail-type":"Booking",\
				"source":"com.example.bookings","account":"123456789012","time":"2025-02-19T09:55:00Z",\
				"region":"us-east-1","resources":[],"detail":%s}""".formatted(event);
	}

	public static String cloudEvent(String event) {
		return """
				{"specversion":"1.0","id":"1","source":"/bookings","type":"com.example.booking","data":%s}"""
			.formatted(event);
	}

	public static String cloudEventInBase64(String event) {
		return """
				{"specversion":"1.0","id":"1","source":"/bookings","type":"com.example.booking",\
				"datacontenttype":"application/json; charset=utf-8","data_base64":"%s"}"""
			.formatted(Base64.getEncoder().encodeToString(event.getBytes(StandardCharsets.UTF_8)));
	}

}
