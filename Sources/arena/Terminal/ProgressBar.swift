import Foundation

/// A line on the terminal that says how far a long job has come; silent when nobody watches.
struct ProgressBar {
    private static let width = 28
    private static let interval = Duration.milliseconds(100)

    private let label: String
    private let start = ContinuousClock.now
    private var drawn: ContinuousClock.Instant?

    init(_ label: String) {
        self.label = label
    }

    /// Shows the progress, at most ten times a second.
    ///
    /// - Parameters:
    ///   - fraction: how much of the work is done, from 0 to 1.
    ///   - count: how many things are done.
    mutating func update(fraction: Double, count: Int) {
        guard Console.isInteractive else { return }
        let now = ContinuousClock.now
        if let drawn, drawn.duration(to: now) < Self.interval { return }
        drawn = now
        let filled = Int((min(max(fraction, 0), 1) * Double(Self.width)).rounded())
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let rate = Double(count) / max(start.duration(to: now) / .seconds(1), 0.001)
        let text =
            "\(label) \(bar) \(Int(fraction * 100)) %  \(Numbers.grouped(count))  \(Numbers.grouped(Int(rate)))/s"
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }

    /// Takes the line away.
    mutating func finish() {
        guard drawn != nil else { return }
        drawn = nil
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
}
