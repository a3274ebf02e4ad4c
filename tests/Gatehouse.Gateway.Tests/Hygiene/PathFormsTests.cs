using System.Text;
using Gatehouse.Core.Validation;
using Gatehouse.Gateway.Hygiene;
using Xunit;

namespace Gatehouse.Gateway.Tests.Hygiene;

/// <summary>
/// The normal form of a configured path and that of a requested one are read by two pieces of code, because a request with a broken
/// triplet is refused and a configured one is reported. Where both have an answer it must be one, or a route could not be reached.
/// </summary>
public sealed class PathFormsTests
{
    [Fact]
    public void Configured_and_requested_path_have_one_normal_form()
    {
        string[] pieces = ["/", "/", ".", "..", "%2e", "%2F", "%7e", "%41", "%c3%a9", "%3a", "%25", "a", "b~", "é", "-", "%20"];
        var random = new Random(7);
        int compared = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string path = "/" + string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => pieces[random.Next(pieces.Length)]));
            byte[] raw = Encoding.UTF8.GetBytes(path);
            byte[] room = new byte[raw.Length];
            var result = PathNormalizer.TryNormalize(raw, room, out int length);
            if (result != PathResult.Rejected)
            {
                string requested = result == PathResult.AsSent ? path : Encoding.UTF8.GetString(room, 0, length);
                Assert.True(requested == RoutePath.Normalize(path), $"{path}: {requested} or {RoutePath.Normalize(path)}");
                compared++;
            }
        }

        Assert.InRange(compared, 10_000, 20_000);
    }
}
