package dev.dormouse.invoker.exchange;

import java.util.List;

/**
 * Status and headers of an answer, as the guest gave them or as its style says.
 *
 * @param status 200 to 599
 * @param headers in their order; never framing headers, those are the trigger's
 */
public record AnswerHead(int status, List<Header> headers) {
    public AnswerHead {
        headers = List.copyOf(headers);
    }
}
