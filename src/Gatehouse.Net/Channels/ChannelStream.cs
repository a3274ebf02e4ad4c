using System.Runtime.CompilerServices;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>
/// What <see cref="System.Net.Security.SslStream"/> reads and writes. Failures of the channel appear as the end of the stream, and failed
/// writes are only noted: the owner looks at the channel afterwards, and nobody pays for exceptions.
/// </summary>
/// <remarks>
/// SslStream awaits with ConfigureAwait(false), and a task refuses to go on inline on a thread that has a context of its own: it would
/// leave for the thread pool. So the loop's context is off while SslStream runs. Should it arrive from another
/// thread all the same, it is brought back.
/// </remarks>
internal sealed class ChannelStream(Channel channel) : Stream
{
    /// <summary>SslStream may answer a key update of the peer while a write of ours is under way.</summary>
    private readonly SemaphoreSlim _writeGate = new(1, 1);

    public bool WriteFailed { get; private set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!channel.Loop.IsCurrent)
        {
            return ReadElsewhereAsync(buffer);
        }
        ValueTask<int> read = channel.ReadAsync(buffer);
        return read.IsCompletedSuccessfully ? new ValueTask<int>(Math.Max(read.Result, 0)) : FinishReadAsync(read);
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _writeGate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await channel.Loop.SwitchTo();
            WriteFailed |= !await channel.WriteAsync(buffer).ConfigureAwait(false);
        }
        finally
        {
            _writeGate.Release();
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A loop never blocks.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A loop never blocks.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _writeGate.Dispose();
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private static async ValueTask<int> FinishReadAsync(ValueTask<int> read)
    {
        int n = await read.ConfigureAwait(false);
        SynchronizationContext.SetSynchronizationContext(null);
        return Math.Max(n, 0);
    }

    private async ValueTask<int> ReadElsewhereAsync(Memory<byte> buffer)
    {
        await channel.Loop.SwitchTo();
        return await FinishReadAsync(channel.ReadAsync(buffer)).ConfigureAwait(false);
    }
}
