import Logging
import ServiceLifecycle

extension PrivatePostgres {
    /// Watches the server until the service group shuts down or the task is cancelled, then stops it.
    ///
    /// A server that dies is started again: at once, then with growing pauses while that fails.
    public func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.supervise() }
            group.addTask { await self.keepLogSmall() }
            group.addTask {
                // Ends by shutdown, by cancellation, or because the server was stopped otherwise.
                try? await gracefulShutdown()
                await self.stop()
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func supervise() async {
        var backOff = BackOff()
        let clock = ContinuousClock()
        while !isStopping {
            let start = clock.now
            let ending = await postmaster.end()
            if isStopping { return }
            if clock.now - start > .seconds(60) { backOff = BackOff() }
            logger.error(
                "PostgreSQL ended unexpectedly and is started again",
                metadata: ["directory": "\(dataDirectory)", "ending": "\(ending)"]
            )
            while !isStopping {
                await pause(for: backOff.next())
                if isStopping { return }
                do {
                    try await restart()
                    logger.notice(
                        "PostgreSQL accepts connections again",
                        metadata: ["directory": "\(dataDirectory)", "pid": "\(postmaster.processID)"]
                    )
                    break
                } catch {
                    if isStopping { return }
                    logger.error(
                        "PostgreSQL could not be started again",
                        metadata: ["directory": "\(dataDirectory)", "error": "\(error)"]
                    )
                }
            }
        }
    }

    private func keepLogSmall() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(60))
            do {
                try plan.log.rotate()
            } catch {
                logger.warning("The server's log cannot be set aside", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Waits in short steps, so that a stop does not have to wait for a long pause.
    private func pause(for duration: Duration) async {
        let clock = ContinuousClock()
        let deadline = clock.now + duration
        while !isStopping, clock.now < deadline {
            do {
                try await Task.sleep(for: .milliseconds(100))
            } catch {
                return
            }
        }
    }
}
