import Foundation

/// What the program says to the person who runs it: results to standard output, everything else to standard error.
enum Console {
    /// Whether somebody watches standard error on a terminal.
    static let isInteractive = isatty(STDERR_FILENO) == 1

    /// Says something about what is going on.
    static func note(_ text: String) {
        // Who closed standard error does not want to be told.
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    /// A text from outside with everything a terminal would obey replaced: nobody's model name moves the cursor.
    static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
            )
        )
    }

    /// Writes a result.
    ///
    /// - Throws: `Refusal` where standard output takes no more.
    static func result(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw Refusal("Standard output cannot be written: \(error.localizedDescription)")
        }
    }
}
