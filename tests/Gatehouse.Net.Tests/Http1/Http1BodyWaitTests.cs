using System.Text;
using Gatehouse.Net.Http1;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

/// <summary>Waiting for a body without memory to read it into.</summary>
public class Http1BodyWaitTests
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world", false, "hello world end reusable")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello world", true, "hello world BodyTruncated")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nhello world", true, "hello world end")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false, " end reusable")]
    [InlineData(Chunked + "5;x=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n", false, "hello world end reusable")]
    [InlineData(Chunked + "5\r\nhello\r\n6\r\n wor", true, "hello wor BodyTruncated")]
    [InlineData(Chunked + "5\r\nhello\r\nnonsense\r\n", true, "hello ChunkSizeInvalid")]
    public void Body_waited_for_and_then_read_is_the_same_however_it_is_cut(string answer, bool ends, string expected)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(answer);
        for (int size = 1; size <= bytes.Length; size++)
        {
            ClientFixture fixture = new ClientFixture().Request();
            Task<string> reading = ReadAsync(fixture);
            for (int at = 0; at < bytes.Length; at += size)
            {
                fixture.Answer(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
            }

            if (ends)
            {
                fixture.EndAnswer();
            }

            Assert.True(reading.IsCompletedSuccessfully, $"pieces of {size}");
            Assert.Equal(expected, reading.Now());
        }
    }

    private static async Task<string> ReadAsync(ClientFixture fixture)
    {
        Assert.Equal(Http1ResponseResult.Final, await fixture.Connection.ReadHeadAsync(fixture.Sink));
        var text = new StringBuilder();
        while (true)
        {
            Assert.True(await fixture.Connection.WaitBodyAsync());
            Assert.True(fixture.Connection.HasBufferedBody);
            byte[] buffer = new byte[3];
            ValueTask<int> read = fixture.Connection.ReadBodyAsync(buffer);
            Assert.True(read.IsCompleted);
            int count = await read;
            if (count > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
                continue;
            }

            text.Append(count == 0 ? " end" : $" {fixture.Connection.BodyRejection}");
            return text.Append(fixture.Connection.IsReusable ? " reusable" : "").ToString();
        }
    }
}
