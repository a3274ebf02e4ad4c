using System.Runtime.CompilerServices;

namespace Gatehouse.Net.Http1;

/// <summary>Waiting for a body without memory to put it in.</summary>
internal sealed partial class Http1BodyReader
{
    private readonly Http1Completion<bool> _waited = new();
    private Action? _onFillable;

    /// <summary>Completes when <see cref="HasBuffered"/> is true. Not together with a read.</summary>
    public ValueTask<bool> WaitAsync()
        => HasBuffered || Fill(NeedMore) ? new ValueTask<bool>(true) : _waited.Start();

    /// <summary>Reads from the channel until something can be had; false when a wait is pending.</summary>
    private bool Fill(int readable)
    {
        while (true)
        {
            if (readable == NeedMore)
            {
                ValueTask<int> wait = _inbound.WaitAsync();
                if (!wait.IsCompleted)
                {
                    _timer?.BeginBodyWait(Total);
                    _wait = wait.GetAwaiter();
                    _wait.UnsafeOnCompleted(_onFillable ??= OnFillable);
                    return false;
                }

                readable = wait.GetAwaiter().GetResult();
            }

            if (readable == Http1Inbound.Cancelled)
            {
                OnCancelled();
                return true;
            }

            int count = readable < 0 ? -1 : _inbound.TryFill(ChunkedFillBytes);
            if (count is 0 or -1)
            {
                _ = count == 0 ? AtEnd() : Fail(Http1Rejection.None);
                return true;
            }

            if (count > 0 && HasBuffered)
            {
                return true;
            }

            readable = NeedMore;
        }
    }

    private void OnFillable()
    {
        int readable = _wait.GetResult();
        _wait = default;
        _timer?.EndBodyWait();
        if (Fill(readable))
        {
            _waited.Complete(true);
        }
    }
}
