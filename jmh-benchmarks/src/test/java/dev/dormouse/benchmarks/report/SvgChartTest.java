package dev.dormouse.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class SvgChartTest {
    private static Chart chart(Scale scale, Chart.Point... points) {
        return new Chart(
                "Time & <space>",
                Axis.of("calls", scale),
                Axis.of("µs", scale),
                List.of(new Chart.Line("one", List.of(points))));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document svg, String style) {
        NodeList all = svg.getElementsByTagName("text");
        return java.util.stream.IntStream.range(0, all.getLength())
                .mapToObj(all::item)
                .filter(text -> text.getAttributes()
                        .getNamedItem("class")
                        .getNodeValue()
                        .equals(style))
                .map(org.w3c.dom.Node::getTextContent)
                .toList();
    }

    @Test
    void isAWellFormedFileWithLabelledAxesAndALegend() throws Exception {
        Document svg = parsed(SvgChart.draw(chart(Scale.LOG, new Chart.Point(1, 300), new Chart.Point(1_000, 7))));

        assertThat(texts(svg, "title")).containsExactly("Time & <space>");
        assertThat(texts(svg, "name")).containsExactly("one");
        assertThat(texts(svg, "middle")).containsExactly("1", "10", "100", "1,000", "calls", "µs");
        assertThat(texts(svg, "end")).containsExactly("1", "10", "100", "1,000");
    }

    @Test
    void putsEqualRatiosAtEqualDistances() {
        String svg = SvgChart.draw(
                chart(Scale.LOG, new Chart.Point(1, 1), new Chart.Point(10, 10), new Chart.Point(100, 100)));

        assertThat(svg).contains("points=\"88.0,344.0 328.0,194.0 568.0,44.0 \"");
    }

    @Test
    void linearAxesBeginAtZero() throws Exception {
        Document svg = parsed(SvgChart.draw(chart(Scale.LINEAR, new Chart.Point(0, 50), new Chart.Point(10_000, 981))));

        assertThat(texts(svg, "middle")).startsWith("0", "2,500").contains("10,000");
        assertThat(texts(svg, "end")).startsWith("0").endsWith("1,000");
    }

    @Test
    void marksPercentilesByTheirNines() throws Exception {
        Chart chart = new Chart(
                "t",
                Axis.ofPercentiles(),
                Axis.of("ms", Scale.LOG),
                List.of(new Chart.Line(
                        "one", List.of(new Chart.Point(Axis.nines(0), 1), new Chart.Point(Axis.nines(99.9), 2)))));

        assertThat(texts(parsed(SvgChart.draw(chart)), "middle"))
                .containsExactly("0 %", "90 %", "99 %", "99.9 %", "percentile", "ms");
    }

    @Test
    void oneValueIsAChartToo() throws Exception {
        Document svg = parsed(SvgChart.draw(chart(Scale.LOG, new Chart.Point(1, 1))));

        assertThat(texts(svg, "end")).containsExactly("1", "10");
    }

    @Test
    void refusesToShowNothing() {
        assertThatThrownBy(() -> chart(Scale.LOG)).isInstanceOf(IllegalArgumentException.class);
    }
}
