using System.Text;
using Gatehouse.Net.Http1;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

public class Http1RequestTableTests
{
    private const string Good = "GET /good HTTP/1.1\r\nHost: x\r\n\r\n";

    public static TheoryData<int> Heads => [.. Enumerable.Range(0, RejectedRequests.Heads.Length)];

    public static TheoryData<int> Bodies => [.. Enumerable.Range(0, RejectedRequests.Bodies.Length)];

    public static TheoryData<int> Accepted => [.. Enumerable.Range(0, AcceptedRequests.Rows.Length)];

    [Theory]
    [MemberData(nameof(Heads))]
    public void Head_malformed_isRejectedBeforeTheApplicationAndCloses(int row)
    {
        (string bytes, Http1Rejection reason, int status) = RejectedRequests.Heads[row];
        Assert.Equal(status, Http1Rejections.StatusOf(reason));
        ServerFixture fixture = new ServerFixture(RejectedRequests.Limits).Start().Send(bytes);
        Assert.Equal([reason], fixture.Application.Rejections);
        Assert.Equal(0, fixture.Application.Requests);
        AssertAnswerAndEnd(fixture, status);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Body_malformed_isRejectedAndCloses(int row)
    {
        (string bytes, Http1Rejection reason, int status) = RejectedRequests.Bodies[row];
        Assert.Equal(status, Http1Rejections.StatusOf(reason));
        ServerFixture fixture = new ServerFixture(RejectedRequests.Limits).Start().Send(bytes);
        if (reason == Http1Rejection.BodyTruncated)
        {
            fixture.EndInput();
        }

        Assert.Equal([reason], fixture.Application.Rejections);
        AssertAnswerAndEnd(fixture, status);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Request_valid_reachesTheApplicationUnchangedAndTheNextFollows(int row)
    {
        (string bytes, string log) = AcceptedRequests.Rows[row];
        ServerFixture fixture = new ServerFixture().Start().Send(bytes);
        Assert.Equal(log, fixture.Application.Log);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", fixture.Received(), StringComparison.Ordinal);
        if (log.Contains(" 1.1\n", StringComparison.Ordinal))
        {
            fixture.Send(Good);
            Assert.Equal(2, fixture.Application.Requests);
        }
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void Head_malformed_givesTheSameAtEverySplit(int row) => AssertSplits(RejectedRequests.Heads[row].Bytes);

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Body_malformed_givesTheSameAtEverySplit(int row) => AssertSplits(RejectedRequests.Bodies[row].Bytes);

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Request_valid_givesTheSameAtEverySplit(int row) =>
        AssertSplits(AcceptedRequests.Rows[row].Bytes.Replace("Expect", "Other", StringComparison.Ordinal) + Good);

    [Fact]
    public void Labels_areSnakeCaseAndDistinct()
    {
        Http1Rejection[] all = Enum.GetValues<Http1Rejection>();
        Assert.Equal("transfer_encoding_in_version_10", Http1Rejections.LabelOf(Http1Rejection.TransferEncodingInVersion10));
        Assert.Equal("header_timeout", Http1Rejections.LabelOf(Http1Rejection.HeaderTimeout));
        Assert.Equal(all.Length, all.Select(Http1Rejections.LabelOf).Distinct().Count());
    }

    private static void AssertAnswerAndEnd(ServerFixture fixture, int status)
    {
        string answer = fixture.Received();
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
        Assert.True(fixture.Server.IsShutDown);

        // Nothing behind a rejected message is ever taken for a request.
        int requests = fixture.Application.Requests;
        if (!fixture.Client.IsShutDown)
        {
            fixture.Send(Good).EndInput();
        }

        Assert.Equal(requests, fixture.Application.Requests);
        Assert.True(fixture.Running.IsCompletedSuccessfully);
        Assert.True(fixture.Server.IsClosed);
        Assert.Null(fixture.Connection.Failure);
        Assert.Equal("", fixture.Received());
    }

    /// <summary>Two pieces cut at every byte, and every byte alone, must look like the whole to both sides.</summary>
    private static void AssertSplits(string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        string whole = ServerFixture.Transcript([bytes], RejectedRequests.Limits);
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            Assert.Equal(whole, ServerFixture.Transcript([bytes.AsMemory(0, cut), bytes.AsMemory(cut)], RejectedRequests.Limits));
        }

        IEnumerable<ReadOnlyMemory<byte>> single = Enumerable.Range(0, bytes.Length).Select(i => (ReadOnlyMemory<byte>)bytes.AsMemory(i, 1));
        Assert.Equal(whole, ServerFixture.Transcript(single, RejectedRequests.Limits));
    }
}
