-- Why no e-mails are sent to the address, until the contact is put again.
alter table provider_contact
	add column email_suppressed text,
	add column email_suppressed_at timestamptz,
	add constraint provider_contact_email_suppressed check (num_nulls(email_suppressed, email_suppressed_at) in (0, 2)
		and email_suppressed in ('BOUNCED', 'COMPLAINED'));
