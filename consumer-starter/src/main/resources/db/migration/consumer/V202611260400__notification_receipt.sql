-- What the mail system reported after the e-mail was sent. The identity of the notification finds the row of a report; it is
-- null until the channel is known, and for other rows of earlier versions.
alter table notification
	add column identity uuid,
	add column receipt text,
	add column receipt_detail text,
	add column receipt_at timestamptz,
	add constraint notification_receipt check (receipt in ('DELIVERED', 'BOUNCED', 'COMPLAINED', 'REJECTED'));

create index notification_identity on notification (identity) where identity is not null;
create index notification_provider_message_id on notification (provider_message_id)
	where provider_message_id is not null and identity is not null;
