import Metrics

/// The count and the times of requests of one method, route and status.
struct RequestSeries: Sendable {
    let counter: Counter
    let timer: Timer

    func note(_ duration: Duration) {
        counter.increment()
        timer.record(duration: duration)
    }

    func note(nanoseconds: Int64) {
        counter.increment()
        timer.recordNanoseconds(nanoseconds)
    }
}
