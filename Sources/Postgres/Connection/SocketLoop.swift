internal import CLibPQ
internal import Glibc
internal import Synchronization

/// What a ``SocketLoop`` tells about a socket that it watches; called on the loop's thread.
protocol SocketHandler: AnyObject {
    func socketReady(readable: Bool, writable: Bool)

    /// The moment by which something should have happened, if there is one.
    var deadline: ContinuousClock.Instant? { get }

    /// The deadline has passed; there is another one afterwards, or none.
    func deadlinePassed()
}

extension SocketHandler {
    var deadline: ContinuousClock.Instant? { nil }
    func deadlinePassed() {}
}

/// A thread that waits for sockets with epoll and is the executor of the connections whose sockets it waits for.
///
/// One thread does both, so that a statement costs one wake-up of this thread and one of its caller's, and no libpq
/// call runs on the cooperative pool or on another library's event loop. Loops are shared and live as long as the
/// process does.
///
/// `@safe` and `@unchecked Sendable`: what is not behind the lock is touched on the loop's own thread alone.
@safe
final class SocketLoop: SerialExecutor, @unchecked Sendable {
    private enum Work {
        case job(UnownedJob)
        case closure(@Sendable () -> Void)
    }

    private struct Inbox {
        var work: [Work] = []
        var isSleeping = false
    }

    private struct Timer {
        let id: UInt64
        let deadline: ContinuousClock.Instant
        let action: @Sendable () -> Void
    }

    private let epoll: Int32
    private let wakeup: Int32
    private let inbox = Mutex(Inbox())
    private var handlers: [UInt64: any SocketHandler] = [:]
    private var timers: [Timer] = []
    private var nextIdentifier: UInt64 = 1

    private init() {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakeup = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        precondition(epoll >= 0 && wakeup >= 0, "no file descriptor is left for a socket loop; raise ulimit -n")
        control(EPOLL_CTL_ADD, wakeup, events: EPOLLIN.rawValue, id: 0)
    }

    private static let all: [SocketLoop] = {
        let count = max(1, min(4, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) / 2))
        return (0..<count).map { _ in
            let loop = SocketLoop()
            loop.start()
            return loop
        }
    }()

    private static let turn = Atomic<UInt>(0)

    /// One of the process's loops, each in its turn.
    static func next() -> SocketLoop {
        let number = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        return all[Int(number % UInt(all.count))]
    }

    // MARK: Executor

    func enqueue(_ job: consuming ExecutorJob) { add(.job(UnownedJob(job))) }

    /// Runs a closure on the loop's thread.
    func execute(_ closure: @escaping @Sendable () -> Void) { add(.closure(closure)) }

    private func add(_ item: Work) {
        let mustWake = inbox.withLock { inbox in
            inbox.work.append(item)
            defer { inbox.isSleeping = false }
            return inbox.isSleeping
        }
        if mustWake {
            var one: UInt64 = 1
            _ = unsafe write(wakeup, &one, 8)
        }
    }

    // MARK: Sockets, on the loop's thread

    /// Reports readiness of a socket to a handler until ``unregister(_:socket:)``, starting with `read`.
    func register(_ socket: Int32, handler: any SocketHandler, read: Bool, write: Bool) -> UInt64 {
        let id = makeIdentifier()
        handlers[id] = handler
        control(EPOLL_CTL_ADD, socket, events: mask(read, write), id: id)
        return id
    }

    /// Changes what is reported.
    func watch(_ id: UInt64, socket: Int32, read: Bool, write: Bool) {
        control(EPOLL_CTL_MOD, socket, events: mask(read, write), id: id)
    }

    /// Reports nothing, not even a hang-up, until ``resume(_:socket:read:write:)``.
    func pause(_ id: UInt64, socket: Int32) { control(EPOLL_CTL_DEL, socket, events: 0, id: id) }

    /// Reports readiness again after ``pause(_:socket:)``.
    func resume(_ id: UInt64, socket: Int32, read: Bool, write: Bool) {
        control(EPOLL_CTL_ADD, socket, events: mask(read, write), id: id)
    }

    /// Forgets a socket; call it before the socket is closed.
    func unregister(_ id: UInt64, socket: Int32) {
        handlers[id] = nil
        if socket >= 0 { control(EPOLL_CTL_DEL, socket, events: 0, id: id) }
    }

    private func mask(_ read: Bool, _ write: Bool) -> UInt32 {
        (read ? EPOLLIN.rawValue : 0) | (write ? EPOLLOUT.rawValue : 0)
    }

    private func control(_ operation: Int32, _ socket: Int32, events: UInt32, id: UInt64) {
        var event = unsafe epoll_event()
        unsafe event.events = events
        unsafe event.data.u64 = id
        _ = unsafe epoll_ctl(epoll, operation, socket, &event)
    }

    private func makeIdentifier() -> UInt64 {
        defer { nextIdentifier += 1 }
        return nextIdentifier
    }

    // MARK: Timers

    /// Runs an action on the loop's thread after a delay.
    func schedule(after delay: Duration, _ action: @escaping @Sendable () -> Void) {
        schedule(at: .now + delay, action)
    }

    /// Runs an action on the loop's thread at a moment.
    func schedule(at deadline: ContinuousClock.Instant, _ action: @escaping @Sendable () -> Void) {
        execute { [self] in timers.append(Timer(id: makeIdentifier(), deadline: deadline, action: action)) }
    }

    /// Milliseconds until the next timer or deadline, rounded up, or −1 if there is none.
    private var timeout: Int32 {
        var next = timers.lazy.map(\.deadline).min()
        for case let deadline? in handlers.values.lazy.map(\.deadline) { next = min(next ?? deadline, deadline) }
        guard let next else { return -1 }
        let left = ContinuousClock.now.duration(to: next) / Duration.milliseconds(1)
        return left <= 0 ? 0 : Int32(min(left.rounded(.up), 60_000))
    }

    private func fireTimers() {
        guard !timers.isEmpty else { return }
        let now = ContinuousClock.now
        let due = timers.filter { $0.deadline <= now }
        guard !due.isEmpty else { return }
        timers.removeAll { $0.deadline <= now }
        for timer in due { timer.action() }
    }

    private func checkDeadlines() {
        guard handlers.values.contains(where: { $0.deadline != nil }) else { return }
        let now = ContinuousClock.now
        for handler in handlers.values where handler.deadline.map({ $0 <= now }) ?? false { handler.deadlinePassed() }
    }

    // MARK: The thread

    private func start() {
        var thread = pthread_t()
        let argument = unsafe Unmanaged.passRetained(self).toOpaque()
        let status = unsafe pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<SocketLoop>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            argument
        )
        precondition(status == 0, "the system refuses another thread for a socket loop")
    }

    private func run() {
        var events = unsafe [epoll_event](repeating: epoll_event(), count: 64)
        var work: [Work] = []
        while true {
            inbox.withLock { inbox in swap(&work, &inbox.work) }
            for item in work {
                switch item {
                case .job(let job): unsafe job.runSynchronously(on: asUnownedSerialExecutor())
                case .closure(let closure): closure()
                }
            }
            work.removeAll(keepingCapacity: true)
            let mayWait = inbox.withLock { inbox in
                inbox.isSleeping = inbox.work.isEmpty
                return inbox.isSleeping
            }
            let count = unsafe epoll_wait(epoll, &events, Int32(events.count), mayWait ? timeout : 0)
            inbox.withLock { $0.isSleeping = false }
            for index in 0..<Int(max(0, count)) { unsafe dispatch(events[index]) }
            fireTimers()
            checkDeadlines()
        }
    }

    private func dispatch(_ event: epoll_event) {
        let id = unsafe event.data.u64
        guard id != 0 else {
            var count: UInt64 = 0
            _ = unsafe read(wakeup, &count, 8)
            return
        }
        // Gone if an earlier event of the same batch unregistered it.
        guard let handler = handlers[id] else { return }
        let ready = unsafe event.events
        let hangUp = ready & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
        handler.socketReady(
            readable: hangUp || ready & EPOLLIN.rawValue != 0,
            writable: hangUp || ready & EPOLLOUT.rawValue != 0
        )
    }
}
