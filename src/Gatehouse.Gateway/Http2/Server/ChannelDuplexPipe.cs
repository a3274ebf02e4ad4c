using System.IO.Pipelines;
using Gatehouse.Net.Channels;
using Microsoft.AspNetCore.Connections;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>
/// Joins a channel, which lives on its loop, with a pair of pipes, which Kestrel uses from the thread pool. Bytes cross once in
/// each direction; a full pipe stops reading from the channel, a slow channel stops Kestrel's writes.
/// </summary>
/// <remarks>Both pumps run on the loop; only the pipes are touched from both sides.</remarks>
internal sealed class ChannelDuplexPipe : IDuplexPipe
{
    // Below this the writer goes on again; above the first figure it waits. One full set of frames in flight each way.
    private const int PauseBytes = 64 * 1024;
    private const int ResumeBytes = 32 * 1024;
    private const int ReadBytes = 16 * 1024;

    private readonly Channel _channel;
    private readonly FrameGuard _guard;
    private readonly Pipe _input;
    private readonly Pipe _output;

    public ChannelDuplexPipe(Channel channel, FrameGuard guard)
    {
        _channel = channel;
        _guard = guard;
        var loop = new LoopPipeScheduler(channel.Loop);
        _input = new Pipe(new PipeOptions(
            null, PipeScheduler.ThreadPool, loop, PauseBytes, ResumeBytes, ReadBytes, useSynchronizationContext: false));
        _output = new Pipe(new PipeOptions(
            null, loop, PipeScheduler.ThreadPool, PauseBytes, ResumeBytes, ReadBytes, useSynchronizationContext: false));
    }

    /// <summary>Kestrel's end: what the client sent.</summary>
    public PipeReader Input => _input.Reader;

    /// <summary>Kestrel's end: what the client gets.</summary>
    public PipeWriter Output => _output.Writer;

    /// <summary>The budget that ended the connection, if one did.</summary>
    public FrameViolation Violation { get; private set; }

    /// <summary>Moves bytes both ways until both directions have ended. Called on the loop. Never throws.</summary>
    public async Task RunAsync()
    {
        Task receiving = ReceiveAsync();
        await SendAsync();

        // Whatever Kestrel had to say is out; it is not going to read any more either.
        await _channel.ShutdownAsync();
        _channel.Close();
        await receiving;
    }

    private async Task ReceiveAsync()
    {
        bool isWhole = false;
        try
        {
            while (true)
            {
                // Waits without a buffer: idle connections are most connections.
                if (await _channel.ReadAsync(Memory<byte>.Empty) < 0)
                {
                    break;
                }

                Memory<byte> memory = _input.Writer.GetMemory(ReadBytes);
                int count = await _channel.ReadAsync(memory);
                if (count <= 0)
                {
                    isWhole = count == 0;
                    break;
                }

                if (Breaks(_guard.OnReceived(memory.Span[..count], _channel.Loop.NowMilliseconds)))
                {
                    break;
                }

                _input.Writer.Advance(count);
                if ((await _input.Writer.FlushAsync()).IsCompleted)
                {
                    isWhole = true;
                    break;
                }
            }
        }
        finally
        {
            await _input.Writer.CompleteAsync(isWhole ? null : new ConnectionResetException("The client's connection failed."));
        }
    }

    private async Task SendAsync()
    {
        bool isHealthy = true;
        bool isFirst = true;
        while (isHealthy)
        {
            var result = await _output.Reader.ReadAsync();
            if (isFirst)
            {
                ServerSettings.Correct(result.Buffer.First);
                isFirst = false;
            }

            foreach (var segment in result.Buffer)
            {
                isHealthy = isHealthy
                    && !Breaks(_guard.OnSent(segment.Span, _channel.Loop.NowMilliseconds))
                    && await _channel.WriteAsync(segment);
            }

            _output.Reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        await _output.Reader.CompleteAsync(isHealthy ? null : new ConnectionResetException("The client's connection failed."));
    }

    /// <summary>A connection over budget gets no explanation: composing one is part of what a flood wants.</summary>
    private bool Breaks(FrameViolation violation)
    {
        if (violation == FrameViolation.None)
        {
            return false;
        }

        Violation = violation;
        _channel.Abort(ChannelFault.Aborted);
        return true;
    }
}
