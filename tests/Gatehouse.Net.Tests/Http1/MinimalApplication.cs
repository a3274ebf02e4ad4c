using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Gatehouse.Net.Http1;

namespace Gatehouse.Net.Tests.Http1;

/// <summary>Reads the body and answers 200, allocating nothing also when it waits: it is its own task.</summary>
internal sealed class MinimalApplication : IHttp1Application, IValueTaskSource
{
    private readonly byte[] _buffer = new byte[4096];
    private ManualResetValueTaskSourceCore<bool> _done;
    private readonly Action _onRead;
    private Http1ServerConnection? _connection;
    private ValueTaskAwaiter<int> _read;
    private int _fields;

    public MinimalApplication() => _onRead = OnRead;

    public void OnRequestLine(in Http1RequestLine line) => _fields = 0;

    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _fields++;

    public void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _fields++;

    public ValueTask OnRequestAsync(Http1ServerConnection connection)
    {
        _connection = connection;
        if (Read())
        {
            return ValueTask.CompletedTask;
        }

        _done.Reset();
        return new ValueTask(this, _done.Version);
    }

    public ValueTask OnRejectedAsync(Http1ServerConnection connection, Http1Rejection reason) => ValueTask.CompletedTask;

    void IValueTaskSource.GetResult(short token) => _done.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _done.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, ValueTaskSourceOnCompletedFlags.None);

    private bool Read()
    {
        while (true)
        {
            ValueTask<int> read = _connection!.ReadBodyAsync(_buffer);
            if (!read.IsCompleted)
            {
                _read = read.GetAwaiter();
                _read.UnsafeOnCompleted(_onRead);
                return false;
            }

            if (read.GetAwaiter().GetResult() <= 0)
            {
                Answer();
                return true;
            }
        }
    }

    private void OnRead()
    {
        if (_read.GetResult() <= 0)
        {
            Answer();
            _done.SetResult(true);
        }
        else if (Read())
        {
            _done.SetResult(true);
        }
    }

    private void Answer()
    {
        _connection!.StartHead(200);
        _connection.WriteHeader("Content-Type"u8, "text/plain"u8);
        _connection.EndHead(Http1BodyKind.Length, 2);
        "ok"u8.CopyTo(_connection.GetBodyMemory(2).Span);
        _connection.AdvanceBody(2);
        _connection.CompleteAsync().GetAwaiter().GetResult();
    }
}
