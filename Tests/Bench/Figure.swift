import Foundation

/// Something that was measured, beside what was asked for.
struct Figure {
    let what: String
    let measured: String
    var asked = ""
    /// Whether it is as asked; nil where nothing was.
    var holds: Bool?

    /// A table in Markdown with what machine it is of.
    static func table(_ figures: [Figure]) -> String {
        let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))
            .flatMap { $0.firstMatch(of: #/model name\s*:\s*(.+)/#).map { String($0.1) } }
        let machine = "\(ProcessInfo.processInfo.activeProcessorCount) cores, \(processor ?? "unknown processor")"
        let rows = figures.map { figure in
            let verdict = figure.holds.map { $0 ? "yes" : "**no**" } ?? ""
            return "| \(figure.what) | \(figure.measured) | \(figure.asked) | \(verdict) |"
        }
        return
            ([
                "\(machine), \(Date().formatted(.iso8601))", "", "| what | measured | asked | holds |",
                "| --- | --- | --- | --- |",
            ]
            + rows).joined(separator: "\n")
    }
}

extension Double {
    /// With so many decimals.
    func digits(_ decimals: Int) -> String { String(format: "%.\(decimals)f", self) }

    /// In whole thousands and ones, as in 12,345.
    var grouped: String {
        let digits = Array(String(Int(rounded())))
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }
}
