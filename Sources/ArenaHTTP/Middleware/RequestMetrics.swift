import HTTPTypes
import Metrics
import Synchronization

/// Counts of requests by route and status, and how long they took.
final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    /// The counts of this process.
    static let shared = RequestMetrics()

    private let counters = Mutex<[Key: Counter]>([:])
    private let timers = Mutex<[String: Timer]>([:])

    func note(_ method: HTTPRequest.Method, _ route: String, _ status: Int, _ duration: Duration) {
        series(method, route, status).note(duration)
    }

    /// Where requests of one kind are counted.
    func series(_ method: HTTPRequest.Method, _ route: String, _ status: Int) -> RequestSeries {
        let key = Key(method: method.rawValue, route: route, status: status)
        let counter = counters.withLock { counters in
            if let counter = counters[key] { return counter }
            let counter = Counter(
                label: "http_requests_total",
                dimensions: [("method", key.method), ("route", route), ("status", String(status))]
            )
            counters[key] = counter
            return counter
        }
        let timer = timers.withLock { timers in
            if let timer = timers[route] { return timer }
            let timer = Timer(label: "http_request_seconds", dimensions: [("route", route)])
            timers[route] = timer
            return timer
        }
        return RequestSeries(counter: counter, timer: timer)
    }
}
