package dev.dormouse.invoker.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,false,true",
        "127.1.2.3,false,true",
        "::1,false,true",
        "0.0.0.0,false,false",
        "::,false,false",
        "192.168.1.1,false,false",
        "0.0.0.0,true,true",
        "192.168.1.1,true,true"
    })
    void listensWhereOthersReachItOnlyWithKeys(String address, boolean hasKeys, boolean may)
            throws UnknownHostException {
        assertThat(BindPolicy.check(InetAddress.getByName(address), hasKeys).isEmpty())
                .isEqualTo(may);
    }
}
