public import CoreMetrics
import Synchronization

/// Keeps what a program counts and writes it out in Prometheus' text format (version 0.0.4).
///
/// A backend of swift-metrics: bootstrap the metrics system with it once, and serve ``text()``. Timers become histograms of
/// seconds; recorders that aggregate become histograms; other recorders, and meters, become gauges.
public final class PrometheusRegistry: MetricsFactory {
    private struct Families {
        var byName: [String: Family] = [:]
        var collectors: [@Sendable () -> Void] = []
    }

    /// The samples of one name, by their labels.
    private struct Family {
        let kind: String
        var samples: [String: any Sample] = [:]
    }

    private let families = Mutex(Families())
    private let help: [String: String]

    /// - Parameter help: a sentence on each metric, by its name.
    public init(help: [String: String] = [:]) {
        self.help = help
    }

    /// Has something done before each ``text()``, such as setting gauges to what holds at that moment.
    public func beforeText(_ collect: @escaping @Sendable () -> Void) {
        families.withLock { $0.collectors.append(collect) }
    }

    /// All metrics, in the order of their names.
    public func text() -> String {
        for collect in families.withLock({ $0.collectors }) { collect() }
        let all = families.withLock { $0.byName }
        var text = ""
        for (name, family) in all.sorted(by: { $0.key < $1.key }) {
            if let help = help[name] { text += "# HELP \(name) \(help)\n" }
            text += "# TYPE \(name) \(family.kind)\n"
            for (labels, sample) in family.samples.sorted(by: { $0.key < $1.key }) {
                sample.write(name: name, labels: labels, to: &text)
            }
        }
        return text
    }

    // MARK: MetricsFactory

    /// A counter.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        sample(label, dimensions, kind: "counter") { CounterSample() }
    }

    /// A gauge, or a histogram where values are to be aggregated.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        guard aggregate else { return sample(label, dimensions, kind: "gauge") { GaugeSample() } }
        return sample(label, dimensions, kind: "histogram") { HistogramSample(bounds: Buckets.sizes) }
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        sample(label, dimensions, kind: "gauge") { GaugeSample() }
    }

    /// A histogram of seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        sample(label, dimensions, kind: "histogram") { HistogramSample(bounds: Buckets.seconds) }
    }

    /// Does nothing: a metric stays as long as the program runs.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Does nothing: a metric stays as long as the program runs.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Does nothing: a metric stays as long as the program runs.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Does nothing: a metric stays as long as the program runs.
    public func destroyTimer(_ handler: any TimerHandler) {}

    /// The sample of a name and labels, the same one whenever it is asked for.
    private func sample<Kind: Sample>(
        _ name: String,
        _ dimensions: [(String, String)],
        kind: String,
        make: () -> Kind
    ) -> Kind {
        let name = MetricText.name(name)
        let labels = MetricText.labels(dimensions)
        return families.withLock { families in
            var family = families.byName[name] ?? Family(kind: kind)
            if let known = family.samples[labels] as? Kind { return known }
            let sample = make()
            // A name that is used for two kinds keeps its first one; the other counts unseen rather than garble the text.
            if family.kind == kind { family.samples[labels] = sample }
            families.byName[name] = family
            return sample
        }
    }
}
