import CoreMetrics
import Synchronization

/// Something that is counted, and writes itself.
protocol Sample: Sendable {
    func write(name: String, labels: String, to text: inout String)
}

/// A number that only grows.
final class CounterSample: Sample, CounterHandler {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.add(amount, ordering: .relaxed) }
    func reset() { value.store(0, ordering: .relaxed) }

    func write(name: String, labels: String, to text: inout String) {
        text += "\(name)\(labels) \(value.load(ordering: .relaxed))\n"
    }
}

/// A number that goes up and down.
final class GaugeSample: Sample, RecorderHandler, MeterHandler {
    private let value = Mutex(0.0)

    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    func write(name: String, labels: String, to text: inout String) {
        text += "\(name)\(labels) \(MetricText.number(value.withLock { $0 }))\n"
    }
}

/// How often values up to each of some bounds came, and their sum.
final class HistogramSample: Sample, RecorderHandler, TimerHandler {
    private struct Counts {
        var buckets: [Int64]
        var count: Int64 = 0
        var sum = 0.0
    }

    private let bounds: [Double]
    private let counts: Mutex<Counts>

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Mutex(Counts(buckets: Array(repeating: 0, count: bounds.count)))
    }

    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Double) {
        let place = bounds.firstIndex { value <= $0 }
        counts.withLock { counts in
            if let place { counts.buckets[place] += 1 }
            counts.count += 1
            counts.sum += value
        }
    }

    func write(name: String, labels: String, to text: inout String) {
        let counts = counts.withLock { $0 }
        var total: Int64 = 0
        for (bound, count) in zip(bounds, counts.buckets) {
            total += count
            text += "\(name)_bucket\(MetricText.labels(labels, and: ("le", MetricText.number(bound)))) \(total)\n"
        }
        text += "\(name)_bucket\(MetricText.labels(labels, and: ("le", "+Inf"))) \(counts.count)\n"
        text += "\(name)_sum\(labels) \(MetricText.number(counts.sum))\n"
        text += "\(name)_count\(labels) \(counts.count)\n"
    }
}

/// The bounds of histograms.
enum Buckets {
    /// From half a millisecond to ten seconds, in three steps a decade.
    static let seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// Powers of two.
    static let sizes: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
}
