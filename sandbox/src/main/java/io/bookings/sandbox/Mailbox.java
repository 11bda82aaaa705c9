package io.bookings.sandbox;

import java.util.Arrays;
import java.util.List;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;

/**
 * All mails that the mail server of the sandbox has accepted.
 */
public final class Mailbox {

	private final GreenMail server;

	Mailbox(GreenMail server) {
		this.server = server;
	}

	/**
	 * @return the mails; those to the same recipient in the order of their arrival
	 */
	public List<ReceivedMail> received() {
		return Arrays.stream(this.server.getReceivedMessages()).map(ReceivedMail::of).toList();
	}

	/**
	 * @return the number of mails
	 */
	public int count() {
		return this.server.getReceivedMessages().length;
	}

	/**
	 * Deletes all mails.
	 */
	public void purge() {
		try {
			this.server.purgeEmailFromAllMailboxes();
		}
		catch (FolderException ex) {
			throw new SandboxException("The mails cannot be deleted: " + ex.getMessage(), ex);
		}
	}

}
