package dev.dormouse.invoker.cli.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of cells, printed with their columns in line. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** @param headings of the columns */
    public TextTable(String... headings) {
        rows.add(List.of(headings));
    }

    /** Adds a row; as many cells as there are headings. */
    public TextTable row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    "A row has " + rows.getFirst().size() + " cells; this one has " + cells.length + ".");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Prints it, each column as wide as its widest cell. */
    public void printTo(PrintStream out) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            line.append(cell).append(" ".repeat(widths[i] - cell.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
