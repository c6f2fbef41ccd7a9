import CoreMetrics
import PrometheusText
import Testing

@Suite struct RegistryTests {
    @Test func writesWhatWasCounted() {
        let registry = PrometheusRegistry(help: ["votes_total": "Votes taken."])
        registry.makeCounter(label: "votes_total", dimensions: [("result", "recorded"), ("a", "b")]).increment(by: 3)
        registry.makeCounter(label: "votes_total", dimensions: [("a", "b"), ("result", "recorded")]).increment(by: 2)
        registry.makeCounter(label: "votes_total", dimensions: []).increment(by: 1)
        registry.makeRecorder(label: "queue.depth", dimensions: [], aggregate: false).record(2.5)
        let meter = registry.makeMeter(label: "connections", dimensions: [("state", "a \"b\"\\\n")])
        meter.set(Int64(4))
        meter.increment(by: 2)
        meter.decrement(by: 1)
        #expect(
            registry.text() == """
                # TYPE connections gauge
                connections{state="a \\"b\\"\\\\\\n"} 5
                # TYPE queue_depth gauge
                queue_depth 2.5
                # HELP votes_total Votes taken.
                # TYPE votes_total counter
                votes_total 1
                votes_total{a="b",result="recorded"} 5

                """
        )
    }

    @Test func histogramsCountUpToEachBound() {
        let registry = PrometheusRegistry()
        let timer = registry.makeTimer(label: "latency_seconds", dimensions: [("route", "/")])
        for milliseconds in [0, 1, 3, 30, 20_000] as [Int64] { timer.recordNanoseconds(milliseconds * 1_000_000) }
        let lines = registry.text().split(separator: "\n").map(String.init)
        #expect(lines.first == "# TYPE latency_seconds histogram")
        #expect(lines.contains(#"latency_seconds_bucket{route="/",le="0.0005"} 1"#))
        #expect(lines.contains(#"latency_seconds_bucket{route="/",le="0.001"} 2"#))
        #expect(lines.contains(#"latency_seconds_bucket{route="/",le="0.005"} 3"#))
        #expect(lines.contains(#"latency_seconds_bucket{route="/",le="10"} 4"#))
        #expect(lines.contains(#"latency_seconds_bucket{route="/",le="+Inf"} 5"#))
        #expect(lines.contains(#"latency_seconds_sum{route="/"} 20.034"#))
        #expect(lines.last == #"latency_seconds_count{route="/"} 5"#)
        let sizes = registry.makeRecorder(label: "batch", dimensions: [], aggregate: true)
        sizes.record(Int64(64))
        #expect(registry.text().contains(#"batch_bucket{le="64"} 1"#))
        #expect(registry.text().contains(#"batch_bucket{le="32"} 0"#))
    }

    @Test func asksForWhatHoldsAtTheMoment() {
        let registry = PrometheusRegistry()
        let gauge = registry.makeMeter(label: "age", dimensions: [])
        registry.beforeText { gauge.increment(by: 1) }
        #expect(registry.text().hasSuffix("age 1\n"))
        #expect(registry.text().hasSuffix("age 2\n"))
    }

    @Test func aNameOfTwoKindsDoesNotGarbleTheText() {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "x", dimensions: []).increment(by: 1)
        registry.makeMeter(label: "x", dimensions: []).set(7.0)
        #expect(registry.text() == "# TYPE x counter\nx 1\n")
        #expect(PrometheusRegistry().text().isEmpty)
    }

    @Test func countsFromManyThreads() async {
        let registry = PrometheusRegistry()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 {
                        registry.makeCounter(label: "n", dimensions: []).increment(by: 1)
                        registry.makeTimer(label: "t", dimensions: []).recordNanoseconds(1)
                    }
                }
            }
        }
        #expect(registry.text().contains("n 8000\n") && registry.text().contains("t_count 8000\n"))
    }
}
