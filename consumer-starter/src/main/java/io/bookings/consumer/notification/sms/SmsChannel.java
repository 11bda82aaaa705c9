package io.bookings.consumer.notification.sms;

import io.bookings.consumer.notification.NotificationChannel;
import io.bookings.consumer.notification.NotificationTexts;
import io.bookings.consumer.notification.OutgoingNotification;
import io.bookings.consumer.notification.PermanentDeliveryException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * Sends notifications as text messages with the SNS action {@code Publish}
 * (<a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>).
 * SNS does not recognise repeated text messages, so a message that may have been sent is
 * not sent again.
 */
public class SmsChannel implements NotificationChannel {

	private final SnsClient sns;

	private final NotificationTexts texts;

	/**
	 * Creates the channel.
	 * @param sns the client
	 * @param texts the texts of the notifications
	 */
	public SmsChannel(SnsClient sns, NotificationTexts texts) {
		this.sns = sns;
		this.texts = texts;
	}

	@Override
	public String name() {
		return "sms";
	}

	@Override
	public boolean recognisesRepeats() {
		return false;
	}

	@Override
	public String send(OutgoingNotification notification) {
		String phone = notification.contact().phone();
		if (phone == null) {
			throw new PermanentDeliveryException("the contact has no phone number");
		}
		try {
			return this.sns.publish((request) -> request.phoneNumber(phone).message(this.texts.brief(notification)))
				.messageId();
		}
		catch (AwsServiceException | SdkClientException ex) {
			throw SnsFailure.toDeliveryFailure(ex);
		}
	}

}
