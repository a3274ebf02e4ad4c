using System.Net;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Upstreams;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class UpstreamFailureLogTests
{
    private readonly FakeClock _clock = new();
    private readonly Lines _lines = new();
    private readonly UpstreamFailureLog _log;

    public UpstreamFailureLogTests() => _log = new UpstreamFailureLog(_clock, _lines);

    [Fact]
    public void Same_cause_is_said_once_a_minute_with_its_count()
    {
        var peer = Peer("api.test", 1);
        for (int i = 0; i < 100; i++)
        {
            _log.Note(peer, AttemptOutcome.ConnectFailed, "connection refused");
        }

        Assert.Equal("Upstream 'api.test' at 10.0.0.1:80: cannot be connected to: connection refused (1 times since this was last said)", Assert.Single(_lines.All));
        _clock.Advance(UpstreamFailureLog.Pause);
        _log.Note(peer, AttemptOutcome.ConnectFailed, "connection refused");
        Assert.EndsWith("(100 times since this was last said)", _lines.All[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Other_cause_and_other_address_are_said_at_once()
    {
        _log.Note(Peer("api.test", 1), AttemptOutcome.ConnectFailed, "connection refused");
        _log.Note(Peer("api.test", 2), AttemptOutcome.ConnectFailed, "connection refused");
        _log.Note(Peer("api.test", 1), AttemptOutcome.Timeout, null);
        _log.Note(Peer("api.test", 1), AttemptOutcome.TlsFailed, "one reason");
        _log.Note(Peer("api.test", 1), AttemptOutcome.TlsFailed, "another");
        _log.NoteNoAddress(UpstreamSpec.From("api.test", 80));
        Assert.Equal(6, _lines.All.Distinct().Count());
    }

    [Fact]
    public void Causes_are_bounded_and_quiet_ones_make_room()
    {
        for (int i = 0; i < UpstreamFailureLog.MaxCauses + 50; i++)
        {
            _log.Note(Peer($"u{i}.test", 1), AttemptOutcome.Timeout, null);
        }

        Assert.Equal(UpstreamFailureLog.MaxCauses, _lines.All.Count);
        _clock.Advance(UpstreamFailureLog.Pause);
        _log.Note(Peer("late.test", 1), AttemptOutcome.Timeout, null);
        Assert.Contains("late.test", _lines.All[^1], StringComparison.Ordinal);
    }

    private static UpstreamPeer Peer(string name, byte last)
        => new(new UpstreamAddress(new IPEndPoint(new IPAddress([10, 0, 0, last]), 80)), name, 1);

    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => All.Add(formatter(state, exception));
    }
}
