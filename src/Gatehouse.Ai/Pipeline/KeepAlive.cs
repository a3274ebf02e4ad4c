using System.Runtime.CompilerServices;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Core.Exchanges;
using Gatehouse.Net.Loops;

namespace Gatehouse.Ai.Pipeline;

/// <summary>
/// Sends what means nothing while a vendor is silent, so that nobody on the way takes the connection for dead. On the loop, between flushes
/// only; a wait without silence costs nothing beyond one comparison.
/// </summary>
internal sealed class KeepAlive(Downstream downstream, AnswerStreamWriter writer, DownstreamWriter output, TimeSpan? interval, TimeProvider time) : IDisposable
{
    private ITimer? _timer;
    private SynchronizationContext? _loop;
    private ValueTask<bool> _flush;
    private bool _isWaiting;
    private bool _isFlushing;
    private long _written;
    private bool _isDisposed;

    /// <summary>Waits for the vendor. Once for each piece of a stream: nothing is allocated.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public async ValueTask WaitAsync(ValueTask<bool> wait)
    {
        if (wait.IsCompletedSuccessfully)
        {
            return;
        }

        if (_timer is null && interval is { } period)
        {
            _loop = SynchronizationContext.Current;
            _timer = time.CreateTimer(static state => ((KeepAlive)state!).Tick(), this, period, period);
        }

        _written = output.Written;
        _isWaiting = true;
        await wait;
        _isWaiting = false;
        if (_isFlushing)
        {
            await _flush;
            _isFlushing = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        _timer?.Dispose();
    }

    private void Tick()
    {
        if (_loop is { } loop)
        {
            loop.Post(static state => ((KeepAlive)state!).Send(), this);
        }
    }

    private void Send()
    {
        // A wait that began since the last tick is no silence yet.
        if (_isDisposed || !_isWaiting || (_isFlushing && !_flush.IsCompleted))
        {
            return;
        }

        if (output.Written != _written)
        {
            _written = output.Written;
            return;
        }

        writer.WriteKeepAlive(output);
        if (output.Written == _written)
        {
            return;
        }

        _written = output.Written;
        _flush = downstream.FlushAsync().Preserve();
        _isFlushing = true;
    }
}
