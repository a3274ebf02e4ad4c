using System.Text;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Core.Tests.Exchanges;

public sealed class BufferedBodyTests
{
    [Theory]
    [InlineData(10, BodyRead.Whole)]
    [InlineData(9, BodyRead.TooLarge)]
    [InlineData(1, BodyRead.TooLarge)]
    public async Task Body_read_ahead_arrives_whole_whatever_the_limit(int limit, BodyRead expected)
    {
        var body = new BufferedBody();
        body.Attach(new Client("01234", "56789"));

        Assert.Equal(expected, await body.FillAsync(limit));
        Assert.Equal("0123456789", await RestAsync(body));
        Assert.Equal(0, await body.ReadBodyAsync(new byte[5]));
        body.Release();
        Assert.True(body.Bytes.IsEmpty);
    }

    [Fact]
    public async Task Body_read_twice_is_the_same_and_a_replacement_takes_its_place()
    {
        var body = new BufferedBody();
        body.Attach(new Client("abc"));
        await body.FillAsync(100);
        await body.FillAsync(100);

        Assert.Equal("abc", Encoding.ASCII.GetString(body.Bytes.Span));
        Assert.True(body.HasBufferedBody);
        body.Replace("xy"u8);
        Assert.Equal("xy", await RestAsync(body));
        Assert.True(body.IsRequestBodyComplete);
    }

    [Fact]
    public async Task Client_that_fails_is_a_failure()
    {
        var body = new BufferedBody();
        body.Attach(new Client("abc") { Fails = true });
        Assert.Equal(BodyRead.Failed, await body.FillAsync(100));
    }

    private static async Task<string> RestAsync(BufferedBody body)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[3];
        for (int read; (read = await body.ReadBodyAsync(buffer)) > 0;)
        {
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    private sealed class Client(params string[] pieces) : Downstream
    {
        private readonly Queue<byte> _bytes = new(pieces.SelectMany(Encoding.ASCII.GetBytes));

        public bool Fails { get; init; }

        public override RejectionReason BodyRejection => RejectionReason.None;

        public override bool IsRequestBodyComplete => _bytes.Count == 0;

        public override bool HasBufferedBody => _bytes.Count > 0;

        public override bool IsAborted => false;

        public override bool HasStarted => false;

        public override long BytesReceived => 0;

        public override long BytesSent => 0;

        public override ValueTask<int> ReadBodyAsync(Memory<byte> destination)
        {
            int count = 0;
            while (count < Math.Min(4, destination.Length) && _bytes.TryDequeue(out byte next))
            {
                destination.Span[count++] = next;
            }

            return ValueTask.FromResult(count == 0 && Fails ? -1 : count);
        }

        public override void CancelBodyRead()
        {
        }

        public override void WriteHead(ResponseMessage response, bool hasBody) => throw new NotSupportedException();

        public override ValueTask<bool> SendInterimAsync(int status, HeaderMap headers) => throw new NotSupportedException();

        public override Memory<byte> GetBodyMemory(int sizeHint) => throw new NotSupportedException();

        public override void AdvanceBody(int count) => throw new NotSupportedException();

        public override ValueTask<bool> FlushAsync() => throw new NotSupportedException();

        public override ValueTask<bool> CompleteAsync(HeaderMap? trailers) => throw new NotSupportedException();

        public override void Abort() => throw new NotSupportedException();

        public override void CloseAfterResponse() => throw new NotSupportedException();
    }
}
