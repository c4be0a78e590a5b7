/** The laws of the ports about links, in every world: how they open, carry messages, and end. Laws 1 and 2 are checked throughout. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PING, PONG } from '../src/messages.ts';
import { Stage, WORLDS, WORLDS_AND_LOSS } from './support/conformance-stage.ts';
import type { LinkEnd, Station } from './support/conformance-witness.ts';

const NUMBERS = Array.from({ length: 50 }, (_, i) => i + 1);

describe.each(WORLDS_AND_LOSS)('in %s', (_, openWorld) => {
  let stage: Stage;
  let dialler: Station;
  let listener: Station;
  beforeEach(async () => {
    stage = await Stage.open(openWorld);
    dialler = await stage.station();
    listener = await stage.listener();
  });
  afterEach(() => stage.close());

  // "`dial` leads to exactly one `onOpen` or one `onClose`."
  describe('a dial', () => {
    it('leads to onOpen where somebody listens', async () => {
      const end = dialler.dial(listener.self);
      expect(end.events).toEqual([]);
      await stage.until(() => end.events.length > 0 && listener.accepted.length > 0, 'the link is open');
      await stage.pass(dialler, 50);
      expect(end.events).toEqual(['open']);
      expect(listener.accepted).toHaveLength(1);
    });

    // "The host answered, but nobody listens there."
    it('leads to onClose where nobody listens', async () => {
      await stage.kill(listener);
      const end = dialler.dial(listener.self);
      await stage.heard('closed: refused', end);
      expect(end.events).toEqual(['closed: refused']);
    });

    // "`onClose` with `timeout` when nothing answered within `timeoutMs`"
    it('leads to onClose where nothing answers', async () => {
      const silent = await stage.world.silentAddress();
      const atMs = dialler.ports.clock.now();
      const end = dialler.dial(silent, 'gossip', 300);
      await stage.heard('closed: timeout', end);
      expect(dialler.ports.clock.now() - atMs).toBeGreaterThanOrEqual(299);
      await stage.pass(dialler, 50);
      expect(end.events).toEqual(['closed: timeout']);
    });

    it('leads to nothing once this end has closed', async () => {
      const silent = await stage.world.silentAddress();
      const ends = [dialler.dial(listener.self), dialler.dial(silent, 'gossip', 100)];
      for (const end of ends) end.close();
      await stage.link(dialler, listener);
      await stage.pass(dialler, 200);
      expect(ends.map(({ events }) => events)).toEqual([[], []]);
    });

    it('has a link on which nothing can be sent yet', async () => {
      const end = dialler.dial(listener.self);
      expect(end.send(PING)).toBe(false);
      await stage.heard('open', end);
    });

    it('may be one of many', async () => {
      const others = [await stage.listener(), await stage.listener()];
      const ends = [listener, ...others, listener].map(({ self }) => dialler.dial(self));
      await stage.heard('open', ...ends);
      expect(new Set(ends.map(({ link }) => link)).size).toBe(4);
      const counts = () => [listener, ...others].map(({ accepted }) => accepted.length);
      await stage.until(() => counts().join() === '2,1,1', 'all are accepted');
    });
  });

  // "From now on incoming links are offered to `acceptor`." "Messages may be sent on it at once."
  describe('an accepted link', () => {
    it('is open from the start: what accept itself sends arrives', async () => {
      const taken: boolean[] = [];
      listener.onAccept = (end) => taken.push(end.say(1), end.say(2));
      const end = dialler.dial(listener.self);
      await stage.heard('open', end);
      end.send({ kind: 'hello', peer: dialler.self });
      await stage.heard('2', end);
      expect(taken).toEqual([true, true]);
      expect(end.events).toEqual(['open', '1', '2']);
    });

    it('may be closed by accept itself, after what it sent', async () => {
      listener.onAccept = (end) => {
        end.say(1);
        end.say(2);
        end.close();
      };
      const end = dialler.dial(listener.self);
      await stage.heard('closed: closed', end);
      expect(end.events).toEqual(['open', '1', '2', 'closed: closed']);
    });

    it('is offered to whoever listens last', async () => {
      const other = await stage.station();
      other.ports.transport.listen(listener);
      other.listen();
      await stage.heard('open', dialler.dial(other.self));
      await stage.until(() => other.accepted.length === 1, 'the link is accepted');
      expect(listener.accepted).toEqual([]);
    });
  });

  // "On a link messages keep their order"
  it('messages keep their order, on both ends of a link', async () => {
    const [one, two] = await stage.link(dialler, listener);
    for (const number of NUMBERS) {
      expect(one.say(number)).toBe(true);
      expect(two.say(1_000 + number)).toBe(true);
    }
    await stage.heard('50', two);
    await stage.heard('1050', one);
    expect(two.events).toEqual(['hello', ...NUMBERS.map(String)]);
    expect(one.events).toEqual(['open', ...NUMBERS.map((number) => String(1_000 + number))]);
  });

  // "`onClose` comes last, once, and not for a close that this end asked for." "Closes after what was sent."
  describe('a close', () => {
    it('comes after what was sent, last, once, and at the other end only', async () => {
      const [one, two] = await stage.link(dialler, listener);
      for (const number of NUMBERS) expect(one.say(number)).toBe(true);
      one.close();
      one.close();
      await stage.heard('closed: closed', two);
      await stage.pass(dialler, 100);
      expect(two.events).toEqual(['hello', ...NUMBERS.map(String), 'closed: closed']);
      expect(one.events).toEqual(['open']);
    });

    it('comes after what was sent, also when the other end goes on sending', async () => {
      const [one, two] = await stage.link(dialler, listener);
      for (let round = 0; round < 10; round++) {
        two.say(1_000 + round);
        await stage.world.turn();
      }
      for (const number of NUMBERS) one.say(number);
      one.close();
      for (let round = 0; round < 10 && two.say(1_010 + round); round++) await stage.world.turn();
      await stage.until(() => two.isOver, 'the other end is told');
      expect(two.events).toEqual(['hello', ...NUMBERS.map(String), 'closed: closed']);
    });

    it('by both ends at once is told to neither', async () => {
      const [one, two] = await stage.link(dialler, listener);
      one.close();
      two.close();
      await stage.pass(dialler, 100);
      expect([one.events, two.events]).toEqual([['open'], ['hello']]);
    });

    it('ends what this end hears, whatever is under way', async () => {
      const [one, two] = await stage.link(dialler, listener);
      two.onEvent = () => two.close();
      for (const number of NUMBERS) one.say(number);
      await stage.heard('closed: closed', one);
      expect(two.events).toEqual(['hello', '1']);
    });

    it.each(['open', 'pong', 'closed: closed'])('may be asked for in the handler of "%s"', async (last) => {
      listener.onAccept = (accepted) => {
        accepted.onEvent = (event) => {
          if (event === 'hello') accepted.send(PONG);
          if (event === 'ping') accepted.close();
        };
      };
      const end = dialler.dial(listener.self);
      end.onEvent = (event) => {
        if (event === last) {
          end.close();
          expect(end.send(PING)).toBe(false);
        } else if (event === 'open') end.send({ kind: 'hello', peer: dialler.self });
        else end.send(PING);
      };
      await stage.heard(last, end);
      await stage.pass(dialler, 100);
      const all = ['open', 'pong', 'closed: closed'];
      expect(end.events).toEqual(all.slice(0, all.indexOf(last) + 1));
    });

    // "False: not taken, because [...] the link is no longer open."
    it('has happened when this end is told of it: nothing more is taken', async () => {
      const [one, two] = await stage.link(dialler, listener);
      const taken: boolean[] = [];
      two.onEvent = () => taken.push(two.send(PING));
      one.close();
      await stage.heard('closed: closed', two);
      expect(taken).toEqual([false]);
    });

    it('ends sending: nothing more is taken', async () => {
      const [one, two] = await stage.link(dialler, listener);
      one.close();
      expect(one.say(1)).toBe(false);
      await stage.heard('closed: closed', two);
      expect(two.say(2)).toBe(false);
      expect(one.events).toEqual(['open']);
    });
  });

  // "Incoming links are refused from now on; open ones stay."
  it('after unlisten dials are refused, and open links stay', async () => {
    const [one, two] = await stage.link(dialler, listener);
    listener.unlisten();
    const late = dialler.dial(listener.self);
    await stage.until(() => late.isOver, 'the late dial is over');
    expect(late.events).toEqual(['closed: refused']);
    one.say(1);
    await stage.heard('1', two);
    two.say(2);
    await stage.heard('2', one);
    expect(listener.accepted).toHaveLength(1);
  });

  // "Where the other end is: the address dialled, or for an accepted link its host and ephemeral port."
  it('each end knows where the other is', async () => {
    const [first, firstAccepted] = await stage.link(dialler, listener);
    const [second, secondAccepted] = await stage.link(dialler, listener);
    for (const { remote } of [first, second]) expect(remote).toEqual(listener.self);
    for (const { remote } of [firstAccepted, secondAccepted]) {
      expect(remote.host).toBe(dialler.self.host);
      expect(remote.port).not.toBe(dialler.self.port);
    }
    expect(firstAccepted.remote.text).not.toBe(secondAccepted.remote.text);
  });

  // "The other end closed it."
  it('the end of a process closes its links at their other ends, and refuses dials', async () => {
    const [dialled] = await stage.link(dialler, listener);
    const third = await stage.listener();
    const [, accepted] = await stage.link(listener, third);
    await stage.kill(listener);
    await stage.heard('closed: closed', dialled, accepted);
    expect(dialled.events).toEqual(['open', 'closed: closed']);
    expect(accepted.events).toEqual(['hello', 'closed: closed']);
    const late = third.dial(listener.self);
    await stage.until(() => late.isOver, 'the dial is over');
    expect(late.events).toEqual(['closed: refused']);
  });

  // "The other end forgot it: its process or host restarted."
  it('a host that restarts has forgotten its links, and is there for new ones', async () => {
    const [end] = await stage.link(dialler, listener);
    const restarted = await stage.restart(listener);
    restarted.listen();
    end.send(PING);
    await stage.heard('closed: reset', end);
    expect(end.events).toEqual(['open', 'closed: reset']);
    const [again, accepted] = await stage.link(dialler, restarted);
    expect([again.events, accepted.events]).toEqual([['open'], ['hello']]);
  });
});

// "when nothing came on it for `UNDECIDED_MAX_MS`, `onSilence` is called, once."
describe.each(WORLDS)('silence in %s', (_, openWorld) => {
  let stage: Stage;
  let dialler: Station;
  let listener: Station;
  beforeEach(async () => {
    stage = await Stage.open(openWorld);
    dialler = await stage.station();
    listener = await stage.listener();
  });
  afterEach(() => stage.close());

  it('is told once, after 200 ms, and only to the end that accepted', async () => {
    let silentMs = 0;
    listener.onAccept = (end) => {
      const atMs = listener.ports.clock.now();
      end.onEvent = () => {
        silentMs = listener.ports.clock.now() - atMs;
      };
    };
    const end = dialler.dial(listener.self);
    await stage.until(() => listener.accepted[0]?.heard('silence') ?? false, 'silence is told');
    // A timer of the system may wake a fraction of a millisecond early.
    expect(silentMs).toBeGreaterThanOrEqual(199);
    await stage.pass(listener, 500);
    expect(end.events).toEqual(['open']);
    expect(listener.accepted[0]?.events).toEqual(['silence']);
  });

  it('is not told when something came, however silent the link is after that', async () => {
    const [end, accepted] = await stage.link(dialler, listener);
    await stage.pass(listener, 500);
    expect(end.events).toEqual(['open']);
    expect(accepted.events).toEqual(['hello']);
  });

  it('is told when only this end has sent', async () => {
    listener.onAccept = (end) => end.say(1);
    dialler.dial(listener.self);
    await stage.until(() => listener.accepted[0]?.heard('silence') ?? false, 'silence is told');
  });

  it('is not told of a link that closed before, at either end', async () => {
    listener.onAccept = (end) => end.close();
    const first = dialler.dial(listener.self);
    await stage.heard('closed: closed', first);
    listener.onAccept = undefined;
    const second = dialler.dial(listener.self);
    second.onEvent = () => second.close();
    await stage.until(() => listener.accepted[1]?.isOver ?? false, 'the second link closed');
    await stage.pass(listener, 500);
    expect(listener.accepted.map(({ events }) => events)).toEqual([[], ['closed: closed']]);
  });

  it('may be followed by messages', async () => {
    const end = dialler.dial(listener.self);
    await stage.until(() => listener.accepted[0]?.heard('silence') ?? false, 'silence is told');
    end.send({ kind: 'hello', peer: dialler.self });
    end.say(1);
    const [accepted] = listener.accepted as [LinkEnd];
    await stage.heard('1', accepted);
    expect(accepted.events).toEqual(['silence', 'hello', '1']);
    accepted.say(2);
    await stage.heard('2', end);
  });
});
