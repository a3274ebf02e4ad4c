using System.Runtime.CompilerServices;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>The traffic with <see cref="System.Net.Security.SslStream"/>: starting, finishing, failing.</summary>
public sealed partial class TlsChannel
{
    private int BeginRead(Memory<byte> buffer)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _sslRead = _ssl.ReadAsync(buffer, CancellationToken.None);
            ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter awaiter = _sslRead.ConfigureAwait(false).GetAwaiter();
            if (!awaiter.IsCompleted)
            {
                _sslReading = true;
                awaiter.UnsafeOnCompleted(_onSslRead);
                return WouldBlock;
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
        return FinishRead();
    }

    private void OnSslRead()
    {
        if (!ReturnToLoop(static state => ((TlsChannel)state!).OnSslRead()))
        {
            return;
        }
        _sslReading = false;
        bool probe = _probing;
        _probing = false;
        int n = FinishRead();
        if (probe && _read.IsPending && n == 0)
        {
            n = BeginRead(_readBuffer);
            if (n == WouldBlock)
            {
                return;
            }
        }
        _readBuffer = default;
        ReleaseWhenIdle();
        if (_read.IsPending)
        {
            _read.Complete(n);
        }
    }

    private int FinishRead()
    {
        int n;
        try
        {
            n = _sslRead.GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            Break();
            return Failed;
        }
        finally
        {
            _sslRead = default;
        }
        // The end of a channel that failed is no end of the stream.
        return _closed || (n == 0 && _inner.Fault != ChannelFault.None) ? Failed : n;
    }

    private ValueTask<bool> BeginWrite(ReadOnlyMemory<byte> buffer)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _sslWrite = _ssl.WriteAsync(buffer, CancellationToken.None);
            ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter awaiter = _sslWrite.ConfigureAwait(false).GetAwaiter();
            if (!awaiter.IsCompleted)
            {
                _sslWriting = true;
                ValueTask<bool> write = _write.Start();
                awaiter.UnsafeOnCompleted(_onSslWrite);
                return write;
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
        return new ValueTask<bool>(FinishWrite());
    }

    private void OnSslWrite()
    {
        if (ReturnToLoop(static state => ((TlsChannel)state!).OnSslWrite()))
        {
            _sslWriting = false;
            bool done = FinishWrite();
            ReleaseWhenIdle();
            _write.Complete(done);
        }
    }

    private bool FinishWrite()
    {
        try
        {
            _sslWrite.GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            Break();
            return false;
        }
        finally
        {
            _sslWrite = default;
        }
        return !_closed && !_stream.WriteFailed;
    }

    /// <summary>Whether the caller is on the loop, with its context on again; if not, it will be called there.</summary>
    private bool ReturnToLoop(Action<object?> again)
    {
        if (!Loop.IsCurrent)
        {
            Loop.Post(again, this);
            return false;
        }
        SynchronizationContext.SetSynchronizationContext(Loop.Context);
        return true;
    }

    private async Task NotifyCloseAsync()
    {
        _closeNotified = true;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            await _ssl.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The connection is past the point where a farewell could be sent.
        }
    }

    /// <summary>A record that cannot be decrypted, an alert, a stream cut inside a record: nothing after it can be trusted.</summary>
    private void Break()
    {
        if (_closed)
        {
            return;
        }
        SetFault(_inner.Fault != ChannelFault.None ? _inner.Fault : ChannelFault.Tls);
        _closed = true;
        _inner.Close();
    }

    private int FailClosed()
    {
        SetFault(ChannelFault.Aborted);
        return Failed;
    }

    private void SetFault(ChannelFault fault)
    {
        if (_fault == ChannelFault.None)
        {
            _fault = fault;
        }
    }

    private void CheckFree(bool busy)
    {
        if (busy || !Loop.IsCurrent)
        {
            throw new InvalidOperationException(busy
                ? "One operation of a kind at a time."
                : "A channel is used on the thread of its loop only.");
        }
    }

    /// <summary>The session's native memory goes as soon as nothing uses it, not when the collector finds it.</summary>
    private void ReleaseWhenIdle()
    {
        if (_closed && !_sslReading && !_sslWriting && !_disposed)
        {
            _disposed = true;
            _ssl.Dispose();
            _stream.Dispose();
        }
    }
}
