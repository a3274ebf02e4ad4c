using System.Text;
using Gatehouse.Ai.Transport;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers.Sandbox;

/// <summary>An answer of the sandbox: pieces that come in their time.</summary>
internal sealed class SandboxAnswer : VendorAnswer
{
    private readonly IEnumerator<SandboxPiece> _pieces;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellation;
    private ReadOnlyMemory<byte> _rest;
    private int _delay;
    private bool _hasNext;
    private VendorFailure _failure;

    public SandboxAnswer(int status, IEnumerable<KeyValuePair<string, string>> headers, IEnumerable<SandboxPiece> pieces, TimeProvider time, CancellationToken cancellation)
    {
        Status = status;
        foreach (var (name, value) in headers)
        {
            Headers.Add(Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(value));
        }

        _pieces = pieces.GetEnumerator();
        _time = time;
        _cancellation = cancellation;
        Next();
    }

    /// <inheritdoc/>
    public override VendorFailure Failure => _failure;

    /// <inheritdoc/>
    public override int Status { get; }

    /// <inheritdoc/>
    public override HeaderMap Headers { get; } = new();

    /// <inheritdoc/>
    public override bool HasBuffered => _failure != VendorFailure.None || !_hasNext || _delay == 0;

    /// <inheritdoc/>
    public override async ValueTask<bool> WaitAsync()
    {
        if (HasBuffered)
        {
            return true;
        }

        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_delay), _time, _cancellation);
            _delay = 0;
        }
        catch (OperationCanceledException)
        {
            _failure = VendorFailure.Cancelled;
        }

        return true;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> destination)
    {
        await WaitAsync();
        if (_failure != VendorFailure.None || !_hasNext)
        {
            return _failure == VendorFailure.None ? 0 : -1;
        }

        if (_pieces.Current.Bytes is null)
        {
            _failure = VendorFailure.Truncated;
            return -1;
        }

        int count = Math.Min(_rest.Length, destination.Length);
        _rest[..count].CopyTo(destination);
        _rest = _rest[count..];
        if (_rest.IsEmpty)
        {
            Next();
        }

        return count;
    }

    /// <inheritdoc/>
    public override void Dispose() => _pieces.Dispose();

    private void Next()
    {
        do
        {
            _hasNext = _pieces.MoveNext();
            if (_hasNext)
            {
                _rest = _pieces.Current.Bytes;
                _delay = _pieces.Current.DelayMilliseconds;
            }
        }
        while (_hasNext && _pieces.Current.Bytes is { Length: 0 });
    }
}
