/// The pauses between attempts: none, then half a second, doubling up to half a minute.
struct BackOff {
    private var pause = Duration.zero

    mutating func next() -> Duration {
        defer { pause = pause == .zero ? .milliseconds(500) : min(pause * 2, .seconds(30)) }
        return pause
    }
}
