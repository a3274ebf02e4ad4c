using System.Runtime.CompilerServices;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis.Resp;

namespace Gatehouse.Protocols.Redis;

/// <summary>Bytes of the connection: one write at a time, one read that always waits.</summary>
internal sealed partial class RedisConnection
{
    private const int InputBytes = 16 * 1024;

    private readonly RespReader _reader;
    private readonly RedisOutput _output = new();
    private readonly Action _onWritten;
    private readonly byte[] _input = new byte[InputBytes];
    private int _inputLength;
    private ValueTask<bool> _write;
    private bool _isWritePosted, _isWriting;

    private void WriteSoon()
    {
        if (!_isWritePosted && !_isWriting)
        {
            _isWritePosted = true;
            _loop.Post(static state => ((RedisConnection)state!).WritePosted(), this);
        }
    }

    private void WritePosted()
    {
        _isWritePosted = false;
        Write();
    }

    private void Write()
    {
        while (IsOpen && !_output.IsEmpty)
        {
            LastActivityAt = _loop.NowMilliseconds;
            _write = _channel.WriteAsync(_output.Take());
            if (!_write.IsCompleted)
            {
                _isWriting = true;
                _write.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_onWritten);
                return;
            }

            EndWrite();
        }
    }

    private void OnWritten()
    {
        _isWriting = false;
        EndWrite();
        Write();
    }

    private void EndWrite()
    {
        bool isSent = _write.GetAwaiter().GetResult();
        _output.GiveBack();
        if (!isSent)
        {
            Close("the connection broke off");
        }
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask ReadAsync()
    {
        while (IsOpen)
        {
            int count = await _channel.ReadAsync(_input.AsMemory(_inputLength)).ConfigureAwait(false);
            if (count <= 0)
            {
                Close(count == 0 ? "the server closed the connection" : "the connection broke off");
                return;
            }

            LastActivityAt = _loop.NowMilliseconds;
            _inputLength += count;
            Receive();
        }
    }

    /// <summary>Hands out every answer that is whole. Whoever gets one may do anything, end this connection included.</summary>
    private void Receive()
    {
        int start = 0;
        while (IsOpen)
        {
            var status = _reader.Read(_input.AsSpan(start, _inputLength - start), out int used);
            start += used;
            if (status == RespStatus.Incomplete)
            {
                _input.AsSpan(start, _inputLength - start).CopyTo(_input);
                _inputLength -= start;
                return;
            }

            if (status == RespStatus.Malformed || !Deliver())
            {
                Close("the server does not keep to the protocol", ChannelFault.Aborted);
            }
        }
    }

    /// <summary>Hands one answer out; false when nothing was asked.</summary>
    private bool Deliver()
    {
        if (_reader.Message[0].Kind == RespKind.Push)
        {
            return true;
        }

        if (_flight.Count == 0)
        {
            return false;
        }

        if (_flight.Take() is { } command)
        {
            command.Receive(_reader);
            if (command.ReceivedValue.Kind != RespKind.Error || !_owner.TrySendAgain(this, command))
            {
                command.Complete(RedisFailure.None);
            }
        }

        return true;
    }
}
