using Gatehouse.Net.Http1;

namespace Gatehouse.Gateway.Tests.Pipeline;

/// <summary>An origin that answers every request alike and allocates nothing doing so.</summary>
internal sealed class FixedAnswer(int bodyBytes) : IHttp1Application
{
    public void OnRequestLine(in Http1RequestLine line)
    {
    }

    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
    }

    public void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
    }

    public async ValueTask OnRequestAsync(Http1ServerConnection connection)
    {
        connection.StartHead(200);
        connection.WriteHeader("Content-Type"u8, "application/json"u8);
        connection.EndHead(Http1BodyKind.Length, bodyBytes);
        connection.GetBodyMemory(bodyBytes).Span[..bodyBytes].Fill((byte)'x');
        connection.AdvanceBody(bodyBytes);
        await connection.CompleteAsync();
    }

    public ValueTask OnRejectedAsync(Http1ServerConnection connection, Http1Rejection reason) => ValueTask.CompletedTask;
}
