using System.Text;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Net.Http1;
using Xunit;

namespace Gatehouse.Gateway.Tests.Hygiene;

public sealed class RejectionReasonsTests
{
    private static readonly RejectionReason[] WithoutStatus = [RejectionReason.None, RejectionReason.PluginAnswered];

    public static TheoryData<RejectionReason> Reasons => [.. Enum.GetValues<RejectionReason>()];

    public static TheoryData<Http1Rejection> Rejections => [.. Enum.GetValues<Http1Rejection>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Reason_has_a_complete_row(RejectionReason reason)
    {
        var row = RejectionReasons.Of(reason);

        Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", row.Label);
        Assert.NotEmpty(row.Log);
        bool hasStatus = !WithoutStatus.Contains(reason);
        Assert.Equal(hasStatus, row.Status is >= 400 and <= 599);
        Assert.Equal(hasStatus && row.Status != 499, row.Message.Length > 0);
    }

    [Theory]
    [InlineData(RejectionReason.TransferEncodingInVersion10, "transfer_encoding_in_version_10")]
    [InlineData(RejectionReason.UpstreamConnectFailed, "upstream_connect_failed")]
    public void Label_is_the_same_in_metrics_and_log(RejectionReason reason, string label)
    {
        Assert.Equal(label, RejectionReasons.Of(reason).Label);
        Assert.True(RejectionReasons.Of(reason).Utf8Label.SequenceEqual(Encoding.ASCII.GetBytes(label)));
    }

    [Fact]
    public void Labels_are_unique()
        => Assert.Equal(
            Enum.GetValues<RejectionReason>().Length,
            Enum.GetValues<RejectionReason>().Select(r => RejectionReasons.Of(r).Label).Distinct().Count());

    [Theory]
    [MemberData(nameof(Rejections))]
    public void Protocol_rejection_maps_to_the_reason_of_the_same_name(Http1Rejection rejection)
        => Assert.Equal(rejection.ToString(), RejectionReasons.From(rejection).ToString());

    [Theory]
    [InlineData(RejectionReason.BareLineFeed, 400, "Bad request")]
    [InlineData(RejectionReason.TargetTooLong, 414, "URI too long")]
    [InlineData(RejectionReason.BodyTooLarge, 413, "Payload too large")]
    [InlineData(RejectionReason.TooManyHeaders, 431, "Request header or cookie too large")]
    [InlineData(RejectionReason.ExpectationUnknown, 417, "Expectation failed")]
    [InlineData(RejectionReason.UnsupportedVersion, 505, "HTTP version not supported")]
    [InlineData(RejectionReason.HeaderTimeout, 408, "Request timeout")]
    [InlineData(RejectionReason.TraceNotAllowed, 405, "Method not allowed")]
    [InlineData(RejectionReason.RouteNotFound, 404, "no Route matched with those values")]
    [InlineData(RejectionReason.ServiceNotFound, 503, "no Service found with those values")]
    [InlineData(RejectionReason.UpstreamConnectFailed, 502, "An invalid response was received from the upstream server")]
    [InlineData(RejectionReason.UpstreamTimeout, 504, "The upstream server is timing out")]
    [InlineData(RejectionReason.Internal, 500, "An unexpected error occurred")]
    public void Reason_says_what_Kong_says(RejectionReason reason, int status, string message)
        => Assert.Equal((status, message), (RejectionReasons.Of(reason).Status, RejectionReasons.Of(reason).Message));
}
