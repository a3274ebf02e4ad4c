using System.Net;
using Gatehouse.Gateway.Forwarding;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// Tells the node's log why upstreams fail: each cause of each address at once, and then at most once a minute with how often it
/// happened. Nothing of a request is in it.
/// </summary>
internal sealed class UpstreamFailureLog(TimeProvider time, ILogger logger)
{
    /// <summary>Causes remembered at a time. What comes on top is only counted until others have been quiet for a minute.</summary>
    public const int MaxCauses = 1024;

    /// <summary>Least time between two lines about the same cause.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Cause, Record> _known = [];

    /// <summary>Notes a failed attempt. <paramref name="detail"/> says more than the outcome, where somebody knows more.</summary>
    public void Note(UpstreamPeer peer, AttemptOutcome outcome, string? detail)
    {
        if (Count(new Cause(peer.HostName, peer.EndPoint, outcome, detail)) is { } count)
        {
            string text = TextOf(outcome);
            if (detail is null)
            {
                UpstreamLog.AttemptFailed(logger, peer.HostName, peer.EndPoint, text, count);
            }
            else
            {
                UpstreamLog.AttemptFailedBecause(logger, peer.HostName, peer.EndPoint, text, detail, count);
            }
        }
    }

    /// <summary>Notes that there was no address to try.</summary>
    public void NoteNoAddress(UpstreamSpec upstream)
    {
        if (Count(new Cause(upstream.Name, null, AttemptOutcome.ConnectFailed, null)) is { } count)
        {
            UpstreamLog.NothingToTry(logger, upstream.Name, count);
        }
    }

    /// <summary>How often it happened since the last line, this time included; null while nothing is to be said.</summary>
    private long? Count(in Cause cause)
    {
        long now = time.GetTimestamp();
        lock (_lock)
        {
            if (!_known.TryGetValue(cause, out var record))
            {
                if (_known.Count >= MaxCauses && !Prune(now))
                {
                    return null;
                }

                _known.Add(cause, new Record { Said = now });
                return 1;
            }

            record.Count++;
            if (time.GetElapsedTime(record.Said, now) < Pause)
            {
                return null;
            }

            long count = record.Count;
            record.Said = now;
            record.Count = 0;
            return count;
        }
    }

    private bool Prune(long now)
    {
        foreach (var (cause, record) in _known)
        {
            if (time.GetElapsedTime(record.Said, now) >= Pause)
            {
                _known.Remove(cause);
            }
        }

        return _known.Count < MaxCauses;
    }

    private static string TextOf(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.ConnectFailed => "cannot be connected to",
        AttemptOutcome.ConnectTimeout => "no connection within connect_timeout",
        AttemptOutcome.TlsFailed => "TLS handshake failed",
        AttemptOutcome.Timeout => "no answer within read_timeout or write_timeout",
        AttemptOutcome.InvalidResponse => "the answer is not valid HTTP, or is too large",
        AttemptOutcome.ResponseTruncated => "the answer broke off",
        _ => "the connection ended before an answer",
    };

    private readonly record struct Cause(string Upstream, IPEndPoint? Address, AttemptOutcome Outcome, string? Detail);

    private sealed class Record
    {
        public long Said { get; set; }

        public long Count { get; set; }
    }
}
