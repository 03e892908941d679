package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.wasm.Completion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtismHostTest {
    private final TestGuest guest =
            TestGuest.extism().config(Map.of("greeting", "Grüezi", "empty", "")).serving("hello, body");

    @Test
    void inputIsTheBody() {
        assertThat(guest.env("input_length")).isEqualTo(11);
        assertThat(guest.env("input_load_u64", 0)).isEqualTo(0x6f62_202c_6f6c_6c65L << 8 | 'h');
        assertThat(guest.input()).isEqualTo("hello, body");
    }

    @Test
    void inputIsABlockToo() {
        long offset = guest.env("input_offset");
        assertThat(guest.text(offset)).isEqualTo("hello, body");
        assertThat(guest.env("input_offset")).isEqualTo(offset);
    }

    @Test
    void emptyInputIsNoBlock() {
        TestGuest silent = TestGuest.extism().serving("");
        assertThat(silent.env("input_length")).isZero();
        assertThat(silent.env("input_offset")).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 11, 12, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void inputTrapsPastItsEnd(long at) {
        assertThat(TestGuest.trap(() -> guest.env("input_load_u64", at))).contains("11 bytes");
        if (at != 4) {
            TestGuest.trap(() -> guest.env("input_load_u8", at));
        }
    }

    @Test
    void inputCanBeSetToPartOfABlock() {
        long block = guest.block("0123456789");
        guest.env("input_set", block + 2, 3);
        assertThat(guest.input()).isEqualTo("234");
        assertThat(guest.env("input_offset")).isEqualTo(block + 2);
        guest.env("input_set", block, 0);
        assertThat(guest.env("input_length")).isZero();
        assertThat(guest.env("input_offset")).isZero();
    }

    @Test
    void resetEndsAllBlocksAndTheInput() {
        long block = guest.block("x");
        long input = guest.env("input_offset");
        guest.output("never");
        guest.env("error_set", block);
        guest.env("reset");
        assertThat(guest.env("memory_bytes")).isZero();
        assertThat(guest.env("length", block)).isZero();
        assertThat(guest.env("length", input)).isZero();
        assertThat(guest.env("input_length")).isZero();
        assertThat(guest.env("error_get")).isZero();
        assertThat(TestGuest.body(guest.finish())).isEmpty();
    }

    @Test
    void resetBeforeTheFirstReadLeavesTheBodyToThoseWhoReadChunks() {
        guest.env("reset");
        assertThat(guest.env("input_length")).isZero();
        assertThat(guest.readAll(100)).isEqualTo("hello, body");
    }

    @Test
    void outputIsARangeOfABlock() {
        long block = guest.block("0123456789");
        guest.env("output_set", block + 3, 4);
        assertThat(TestGuest.body(guest.finish())).isEqualTo("3456");
    }

    @Test
    void lastOutputCountsAndNothingIsAnOutput() {
        guest.output("first").output("second");
        assertThat(TestGuest.body(guest.finish())).isEqualTo("second");
        TestGuest other = TestGuest.extism().serving("");
        other.output("first").env("output_set", 0, 0);
        assertThat(TestGuest.body(other.finish())).isEmpty();
    }

    @Test
    void outputMayBeFreedOnceItIsSet() {
        long block = guest.block("kept");
        guest.env("output_set", block, 4);
        guest.env("free", block);
        assertThat(TestGuest.body(guest.finish())).isEqualTo("kept");
    }

    @Test
    void outputOutsideOfABlockTraps() {
        long block = guest.block("0123456789");
        for (long[] range : new long[][] {
            {block, 11}, {block + 10, 1}, {block, -1}, {0, 1}, {-1, 1}, {block - 1, 2}, {Long.MAX_VALUE, Long.MAX_VALUE}
        }) {
            TestGuest.trap(() -> guest.env("output_set", range[0], range[1]));
            TestGuest.trap(() -> guest.env("input_set", range[0], range[1]));
        }
    }

    @Test
    void bytesOfABlockAreLoadedAndStored() {
        long block = guest.env("alloc", 9);
        guest.env("store_u64", block, 0x8899_AABB_CCDD_EEFFL);
        guest.env("store_u8", block + 8, 0xFFFF_FF7FL);
        assertThat(guest.env("load_u8", block)).isEqualTo(0xFF);
        assertThat(guest.env("load_u8", block + 8)).isEqualTo(0x7F);
        assertThat(guest.env("load_u64", block + 1)).isEqualTo(0x7F88_99AA_BBCC_DDEEL);
        assertThat(guest.env("length", block)).isEqualTo(9);
        assertThat(guest.env("length_unsafe", block)).isEqualTo(9);
        assertThat(guest.env("length", block + 1)).isZero();
        assertThat(guest.env("memory_bytes")).isEqualTo(9);
        TestGuest.trap(() -> guest.env("load_u64", block + 2));
        TestGuest.trap(() -> guest.env("load_u8", block + 9));
        TestGuest.trap(() -> guest.env("store_u64", block + 2, 0));
        TestGuest.trap(() -> guest.env("load_u8", 0));
    }

    @Test
    void allocatingNothingGivesNothingAndFreeingTwiceIsNothing() {
        assertThat(guest.env("alloc", 0)).isZero();
        long block = guest.block("x");
        guest.env("free", block);
        guest.env("free", block);
        guest.env("free", 0);
        guest.env("free", 12345);
        assertThat(guest.env("memory_bytes")).isZero();
    }

    @Test
    void blocksOfOneCallAreGoneInTheNext() {
        long block = guest.block("x");
        guest.output("y");
        guest.finish();
        guest.begin(TestGuest.request("second"));
        assertThat(guest.env("length", block)).isZero();
        assertThat(guest.env("memory_bytes")).isZero();
        assertThat(guest.input()).isEqualTo("second");
        assertThat(TestGuest.body(guest.finish())).isEmpty();
    }

    @Test
    void configurationIsFoundByItsKey() {
        assertThat(guest.text(guest.env("config_get", guest.block("greeting")))).isEqualTo("Grüezi");
        assertThat(guest.env("config_get", guest.block("absent"))).isZero();
        assertThat(guest.env("config_get", guest.block("empty"))).isZero();
    }

    @Test
    void keysAreTextOfBoundedLength() {
        long noText = guest.block(new byte[] {(byte) 0xC3, (byte) 0x28});
        long longText = guest.env("alloc", 4097);
        for (String function : new String[] {"config_get", "var_get"}) {
            assertThat(TestGuest.trap(() -> guest.env(function, noText))).contains("UTF-8");
            assertThat(TestGuest.trap(() -> guest.env(function, longText))).contains("4096", "4097");
            TestGuest.trap(() -> guest.env(function, 0));
        }
        assertThat(TestGuest.trap(() -> guest.env("var_set", noText, 0))).contains("UTF-8");
    }

    @Test
    void variablesLiveOnFromCallToCall() {
        guest.env("var_set", guest.block("n"), guest.block("1"));
        assertThat(guest.text(guest.env("var_get", guest.block("n")))).isEqualTo("1");
        guest.finish();
        guest.begin(TestGuest.request(""));
        assertThat(guest.text(guest.env("var_get", guest.block("n")))).isEqualTo("1");
        guest.env("var_set", guest.block("n"), 0);
        assertThat(guest.env("var_get", guest.block("n"))).isZero();
        guest.env("var_set", guest.block("n"), 0);
        assertThat(guest.context.variables()).isEmpty();
    }

    @Test
    void variablesAreCopiesInBothDirections() {
        long value = guest.block("before");
        guest.env("var_set", guest.block("v"), value);
        guest.env("store_u8", value, 'X');
        long got = guest.env("var_get", guest.block("v"));
        assertThat(guest.text(got)).isEqualTo("before");
        guest.env("store_u8", got, 'Y');
        assertThat(guest.text(guest.env("var_get", guest.block("v")))).isEqualTo("before");
    }

    @Test
    void variablesOfTheImageStayAsTheyAre() {
        Map<String, byte[]> image = Map.of("kept", "a".getBytes(StandardCharsets.UTF_8), "gone", new byte[] {1});
        TestGuest resumed = TestGuest.extism().variables(image).serving("");
        resumed.env("var_set", resumed.block("kept"), resumed.block("b"));
        resumed.env("var_set", resumed.block("gone"), 0);
        resumed.env("var_set", resumed.block("new"), resumed.block("c"));
        assertThat(image).containsOnlyKeys("kept", "gone");
        assertThat(image.get("kept")).isEqualTo(new byte[] {'a'});
        assertThat(resumed.context.variables()).containsOnlyKeys("kept", "new");
    }

    @Test
    void variablesAreBoundedTogether() {
        HostLimits limits = new HostLimits(1 << 20, 100, 0, 0, 0);
        TestGuest small = TestGuest.extism().limits(limits).serving("");
        small.env("var_set", small.block("a"), small.env("alloc", 99));
        small.env("var_set", small.block("a"), small.env("alloc", 98));
        assertThat(TestGuest.limit(() -> small.env("var_set", small.block("bc"), small.env("alloc", 1))))
                .contains("100 bytes");
        assertThat(small.context.variables()).containsOnlyKeys("a");
        small.env("var_set", small.block("a"), 0);
        small.env("var_set", small.block("bc"), small.env("alloc", 98));
    }

    @Test
    void outboundHttpIsNotGranted() {
        assertThat(TestGuest.trap(() -> guest.env("http_request", guest.block("{}"), 0)))
                .contains("outbound HTTP is not granted");
        assertThat(guest.env("http_status_code")).isZero();
        assertThat(guest.env("http_headers")).isZero();
    }

    @Test
    void logHasFiveLevels() {
        for (String level : new String[] {"trace", "debug", "info", "warn", "error"}) {
            guest.env("log_" + level, guest.block("as " + level));
        }
        assertThat(guest.log.lines())
                .containsExactly("TRACE as trace", "DEBUG as debug", "INFO as info", "WARN as warn", "ERROR as error");
        assertThat(guest.env("get_log_level")).isZero();
    }

    @Test
    void linesBelowTheThresholdAreNeitherWrittenNorCounted() {
        TestGuest quiet = TestGuest.extism()
                .limits(HostLimits.DEFAULT.withMaxLogBytes(10))
                .threshold(GuestLog.Level.WARN)
                .serving("");
        assertThat(quiet.env("get_log_level")).isEqualTo(3);
        quiet.env("log_info", quiet.block("a line of more than ten bytes"));
        quiet.env("log_warn", quiet.block("short"));
        assertThat(quiet.log.lines()).containsExactly("WARN short");
    }

    @Test
    void errorTextIsWhatANonZeroReturnSays() {
        long text = guest.block("the database of dreams is closed");
        guest.env("error_set", text);
        assertThat(guest.env("error_get")).isEqualTo(text);
        guest.env("free", text);
        assertThat(guest.finish(1)).isEqualTo(new GuestAnswer.Failed("the database of dreams is closed"));
    }

    @Test
    void errorTextCanBeTakenBack() {
        guest.env("error_set", guest.block("oops"));
        guest.env("error_set", 0);
        assertThat(guest.env("error_get")).isZero();
        assertThat(guest.finish(7)).isEqualTo(new GuestAnswer.Failed("return value 7, without an error text"));
    }

    @Test
    void errorTextIsCutAndRepaired() {
        byte[] text = new byte[GuestCall.MAX_ERROR_BYTES + 100];
        java.util.Arrays.fill(text, (byte) 'e');
        text[0] = (byte) 0xFF;
        guest.env("error_set", guest.block(text));
        assertThat(((GuestAnswer.Failed) guest.finish(-1)).text())
                .hasSize(GuestCall.MAX_ERROR_BYTES)
                .startsWith("\uFFFDeee");
    }

    @Test
    void errorTextIsIgnoredWhenTheGuestSucceeds() {
        guest.env("error_set", guest.block("only a warning"));
        guest.output("fine");
        assertThat(TestGuest.body(guest.finish())).isEqualTo("fine");
    }

    @Test
    void errorOutsideOfABlockTraps() {
        long block = guest.block("x");
        TestGuest.trap(() -> guest.env("error_set", block + 1));
        TestGuest.trap(() -> guest.env("error_set", -1));
    }

    @Test
    void bodyLongerThanTheBlocksReachesTheLimit() {
        HostLimits limits = new HostLimits(64 << 10, 0, 0, 0, 0);
        InputStream endless = new BodyStream((target, offset, length) -> length);
        TestGuest small = TestGuest.extism().limits(limits).serving(TestGuest.request(endless));
        assertThat(TestGuest.limit(() -> small.env("input_length"))).contains("65536");
    }

    @Test
    void bodyAnnouncedLongerThanTheBlocksIsNotRead() {
        HostLimits limits = new HostLimits(64 << 10, 0, 0, 0, 0);
        InputStream untouchable = new BodyStream((target, offset, length) -> {
            throw new AssertionError("The body was read.");
        });
        TestGuest small = TestGuest.extism()
                .limits(limits)
                .serving(TestGuest.request(untouchable, new Header("content-length", "65536")));
        TestGuest.limit(() -> small.env("input_length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "5", "11", "12", "100", "4000", "-1", "x", "99999999999999999999"})
    void bodyIsReadWholeWhateverLengthIsAnnounced(String announced) {
        GuestRequest request = TestGuest.request("hello, body", new Header("content-length", announced));
        assertThat(TestGuest.extism().serving(request).input()).isEqualTo("hello, body");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 2048, 2049, 65_504})
    void bodyOfAnyLengthWithinTheLimitIsReadWhole(int length) {
        TestGuest small =
                TestGuest.extism().limits(new HostLimits(64 << 10, 0, 0, 0, 0)).serving("b".repeat(length));
        assertThat(small.env("input_length")).isEqualTo(length);
        assertThat(small.env("input_load_u8", length - 1)).isEqualTo('b');
    }

    @Test
    void brokenBodyCancelsTheCallAndIsKeptForTheTrigger() {
        IOException broken = new IOException("The caller is gone.");
        InputStream stream = new BodyStream((target, offset, length) -> {
            throw broken;
        });
        TestGuest cut = TestGuest.extism().serving(TestGuest.request(stream));
        assertThat(TestGuest.stop(() -> cut.env("input_length"))).isEqualTo(new Completion.Cancelled());
        cut.context.finish(new Completion.Cancelled());
        assertThat(cut.context.streamFailure()).containsSame(broken);
    }

    @Test
    void fuelIsChargedForWorkThatGrowsWithItsArgument() {
        guest.env("alloc", 64 << 10);
        assertThat(guest.charged()).isEqualTo(1024);
    }

    @Test
    void configurationIsBounded() {
        Map<String, String> large = Map.of("key", "v".repeat(256 << 10));
        assertThatThrownBy(() -> guest.host.validate(GuestStyle.EXTISM, Map.of(), large))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.MODULE_REFUSED))
                .hasMessageContaining("262144");
    }
}
