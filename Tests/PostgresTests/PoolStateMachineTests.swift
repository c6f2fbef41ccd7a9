import Testing

@testable import Postgres

@Suite struct PoolStateMachineTests {
    typealias Machine = PoolStateMachine<Int, String>

    private let start = ContinuousClock.now

    private func machine(_ change: (inout PoolLimits) -> Void = { _ in }) -> Machine {
        var limits = PoolLimits()
        limits.size = 2
        change(&limits)
        return Machine(limits: limits)
    }

    private func names(_ actions: [Machine.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .connect: "connect"
            case .close(let connection): "close \(connection)"
            case .grant(let waiter, let lease): "grant \(waiter) \(lease.connection)\(lease.mustCheck ? " check" : "")"
            case .refuse(let waiter, let error): "refuse \(waiter) \(error.code)"
            case .drained: "drained"
            }
        }
    }

    private func wait(_ machine: inout Machine, _ waiter: String, at now: ContinuousClock.Instant) -> [String] {
        switch machine.wait(waiter, now: now) {
        case .success(let (_, actions)): names(actions)
        case .failure(let error): ["refused \(error.code)"]
        }
    }

    @Test func connectsForEachWaiterUpToItsSize() {
        var machine = machine()
        #expect(machine.leaseIdle(now: start) == nil)
        #expect(wait(&machine, "a", at: start) == ["connect"])
        #expect(wait(&machine, "b", at: start) == ["connect"])
        #expect(wait(&machine, "c", at: start) == [])
        #expect(names(machine.connected(1, now: start)) == ["grant a 1"])
        #expect(names(machine.connected(2, now: start)) == ["grant b 2"])
        #expect(machine.counts.leased == 2 && machine.counts.waiting == 1)
    }

    @Test func returnedConnectionGoesToTheFirstWaiter() {
        var machine = machine { $0.size = 1 }
        _ = machine.wait("a", now: start)
        _ = machine.connected(1, now: start)
        _ = machine.wait("b", now: start)
        _ = machine.wait("c", now: start)
        let lease = PoolLease(connection: 1, born: start, mustCheck: false)
        #expect(names(machine.release(lease, isUsable: true, now: start)) == ["grant b 1"])
        #expect(names(machine.release(lease, isUsable: false, now: start)) == ["close 1", "connect"])
    }

    @Test func idleConnectionsAreCheckedAfterAWhileAndNewestGoesFirst() {
        var machine = machine { $0.checkAfter = .seconds(30) }
        _ = machine.wait("a", now: start)
        _ = machine.wait("b", now: start)
        _ = machine.connected(1, now: start)
        _ = machine.connected(2, now: start)
        for id in [1, 2] {
            _ = machine.release(PoolLease(connection: id, born: start, mustCheck: false), isUsable: true, now: start)
        }
        let first = machine.leaseIdle(now: start + .seconds(29))
        #expect(first?.connection == 2 && first?.mustCheck == false)
        let second = machine.leaseIdle(now: start + .seconds(31))
        #expect(second?.connection == 1 && second?.mustCheck == true)
    }

    @Test func failuresBackOffAndOneAttemptGoesAtATime() {
        let error = PostgresError(code: .connectionFailed, message: "away")
        var machine = machine { $0.waitTimeout = .seconds(60) }
        _ = machine.wait("a", now: start)
        _ = machine.wait("b", now: start)
        #expect(names(machine.connectFailed(error, isPermanent: false, jitter: 1, now: start)) == [])
        #expect(names(machine.connectFailed(error, isPermanent: false, jitter: 1, now: start)) == [])
        #expect(machine.nextDeadline == start + .milliseconds(200))
        #expect(names(machine.tick(now: start + .milliseconds(199))) == [])
        #expect(names(machine.tick(now: start + .milliseconds(200))) == ["connect"])
        #expect(names(machine.tick(now: start + .milliseconds(300))) == [])
        let later = start + .seconds(1)
        #expect(names(machine.connectFailed(error, isPermanent: false, jitter: 0, now: later)) == [])
        #expect(machine.nextDeadline == later + .milliseconds(200))
        #expect(names(machine.tick(now: later + .milliseconds(200))) == ["connect"])
        #expect(names(machine.connected(1, now: later + .milliseconds(210))) == ["grant a 1", "connect"])
    }

    @Test func timeoutsNameTheReason() {
        var machine = machine { $0.waitTimeout = .seconds(1) }
        _ = machine.wait("a", now: start)
        #expect(machine.nextDeadline == start + .seconds(1))
        #expect(names(machine.tick(now: start + .seconds(1))) == ["refuse a poolTimeout"])
        let error = PostgresError(code: .connectionFailed, message: "away")
        _ = machine.connectFailed(error, isPermanent: false, jitter: 0, now: start + .seconds(2))
        _ = machine.wait("b", now: start + .seconds(2))
        #expect(names(machine.tick(now: start + .seconds(3))).contains("refuse b connectionFailed"))
    }

    @Test func permanentFailureRefusesAllAtOnce() {
        var machine = machine()
        _ = machine.wait("a", now: start)
        _ = machine.wait("b", now: start)
        let error = PostgresError(code: .unsafeDurability, message: "off")
        let actions = machine.connectFailed(error, isPermanent: true, jitter: 0, now: start)
        #expect(names(actions) == ["refuse a unsafeDurability", "refuse b unsafeDurability"])
    }

    @Test func waitersAreBoundedAndCanLeave() throws {
        var machine = machine { $0.waiters = 1 }
        let id = try machine.wait("a", now: start).get().id
        #expect(wait(&machine, "b", at: start) == ["refused poolTimeout"])
        #expect(machine.cancel(id) == "a")
        #expect(machine.cancel(id) == nil)
        #expect(wait(&machine, "c", at: start) == [])
    }

    @Test func oldAndSurplusConnectionsGo() {
        var machine = machine {
            $0.minimumIdle = 1
            $0.idleTimeout = .seconds(10)
            $0.maximumLifetime = .seconds(100)
        }
        #expect(names(machine.tick(now: start)) == ["connect"])
        _ = machine.connected(1, now: start)
        _ = machine.wait("a", now: start)
        let lease = PoolLease(connection: 1, born: start, mustCheck: false)
        _ = machine.wait("b", now: start)
        _ = machine.connected(2, now: start)
        _ = machine.release(lease, isUsable: true, now: start)
        _ = machine.release(PoolLease(connection: 2, born: start, mustCheck: false), isUsable: true, now: start)
        #expect(machine.nextDeadline == start + .seconds(10))
        #expect(names(machine.tick(now: start + .seconds(10))) == ["close 1"])
        #expect(names(machine.tick(now: start + .seconds(20))) == [])
        #expect(names(machine.tick(now: start + .seconds(100))) == ["close 2", "connect"])
    }

    @Test func closingRefusesClosesAndDrains() {
        var machine = machine { $0.size = 1 }
        _ = machine.wait("a", now: start)
        _ = machine.connected(1, now: start)
        _ = machine.wait("b", now: start)
        #expect(names(machine.close()) == ["refuse b poolClosed"])
        #expect(names(machine.close()) == [])
        #expect(wait(&machine, "c", at: start) == ["refused poolClosed"])
        let lease = PoolLease(connection: 1, born: start, mustCheck: false)
        #expect(names(machine.release(lease, isUsable: true, now: start)) == ["close 1", "drained"])
    }
}
