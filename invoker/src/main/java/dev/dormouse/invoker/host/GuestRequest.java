package dev.dormouse.invoker.host;

import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.RevisionId;
import java.io.InputStream;

/**
 * What an invocation brings to the guest.
 *
 * @param invocation its identity
 * @param revision what runs
 * @param head method, path, headers
 * @param body read as the guest asks for it, at most once, never closed
 */
public record GuestRequest(InvocationId invocation, RevisionId revision, RequestHead head, InputStream body) {}
