package dev.raincheck.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InterruptibleThreadTest {
  private final InterruptibleThread thread = new InterruptibleThread();
  private final AtomicInteger told = new AtomicInteger();

  @Test
  void nobodyInsideIsInterrupted() {
    assertFalse(thread.interrupt());
    thread.enter();
    thread.leave();
    assertFalse(thread.interrupt());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void anInterruptStaysInside() {
    thread.enter();
    assertTrue(thread.interrupt());
    assertTrue(Thread.currentThread().isInterrupted());
    thread.leave();
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void whoWaitsIsToldWhenTheThreadHasLeft() {
    thread.enter();
    thread.whenLeft(told::incrementAndGet);
    assertEquals(0, told.get());
    thread.leave();
    assertEquals(1, told.get());
    thread.whenLeft(told::incrementAndGet);
    assertEquals(2, told.get());
  }

  @Test
  void aBlockedMethodIsReached() throws Exception {
    ExecutorService worker = Executors.newSingleThreadExecutor();
    CountDownLatch inside = new CountDownLatch(1);
    Future<Boolean> interrupted =
        worker.submit(
            () -> {
              thread.enter();
              try {
                inside.countDown();
                new CountDownLatch(1).await();
                return false;
              } catch (InterruptedException stopped) {
                return true;
              } finally {
                thread.leave();
              }
            });
    inside.await();
    assertTrue(thread.interrupt());
    assertTrue(interrupted.get());
    assertFalse(worker.submit(Thread::interrupted).get(), "the thread's next work is spared");
    worker.shutdown();
  }
}
