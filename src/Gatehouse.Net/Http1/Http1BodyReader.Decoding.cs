namespace Gatehouse.Net.Http1;

/// <summary>What the buffered bytes mean: the framing of the three kinds of bodies.</summary>
internal sealed partial class Http1BodyReader
{
    /// <summary>Decodes what is buffered.</summary>
    private int Decode(Span<byte> destination)
    {
        if (_isFailed)
        {
            return -1;
        }

        if (IsComplete)
        {
            return 0;
        }

        if (Kind == Http1BodyKind.Length && _remaining > MaxBytes - Total)
        {
            return Fail(Http1Rejection.BodyTooLarge);
        }

        long available = Kind switch
        {
            Http1BodyKind.Length => _remaining,
            Http1BodyKind.UntilClose => long.MaxValue,
            _ => Advance(),
        };
        if (available <= 0)
        {
            return _isFailed ? -1 : IsComplete ? 0 : NeedMore;
        }

        if (_inbound.IsEmpty)
        {
            return NeedMore;
        }

        int count = _inbound.CopyTo(destination[..(int)Math.Min(available, destination.Length)]);
        Take(count);
        _inbound.ReleaseIfEmpty();
        return count;
    }

    /// <summary>Consumes chunk framing up to the next data byte, the end or an error; returns the data bytes of the chunk.</summary>
    private long Advance()
    {
        if (_chunks.Phase == Http1ChunkPhase.Framing)
        {
            Http1Rejection rejection = _chunks.ReadFraming(
                _inbound.Unread, _limits.ExtensionBytes, _limits.TotalExtensionBytes, out int consumed);
            _inbound.Consume(consumed);
            if (rejection == Http1Rejection.None && _chunks.Phase == Http1ChunkPhase.Data && _chunks.Remaining > MaxBytes - Total)
            {
                rejection = Http1Rejection.BodyTooLarge;
            }

            if (rejection != Http1Rejection.None)
            {
                return Fail(rejection);
            }
        }

        if (_chunks.Phase == Http1ChunkPhase.Trailers)
        {
            Http1HeadStatus status = _trailerReader.Read(_inbound, _trailers, _limits.RefuseForbiddenTrailers, out Http1Rejection rejection);
            if (status == Http1HeadStatus.Rejected)
            {
                return Fail(rejection);
            }

            IsComplete = status == Http1HeadStatus.Complete;
            _inbound.ReleaseIfEmpty();
        }

        return _chunks.Phase == Http1ChunkPhase.Data ? _chunks.Remaining : 0;
    }

    private void Take(int count)
    {
        Total += count;
        if (Kind == Http1BodyKind.Chunked)
        {
            _chunks.TakeData(count);
        }
        else if (Kind == Http1BodyKind.Length)
        {
            _remaining -= count;
            IsComplete = _remaining == 0;
        }
    }

    private bool Probe()
    {
        if (_inbound.IsEmpty)
        {
            return false;
        }

        return Kind != Http1BodyKind.Chunked || Advance() > 0 ? !_inbound.IsEmpty : IsComplete || _isFailed;
    }
}
