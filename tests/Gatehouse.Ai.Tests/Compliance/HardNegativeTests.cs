using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Scanning;
using Xunit;

namespace Gatehouse.Ai.Tests.Compliance;

public class HardNegativeTests
{
    [Theory]
    [InlineData("Upload to S3, deploy on EKS and EC2 with a C4 diagram, K8s 1.31 and T3 Stack, x86-64, H100")]
    [InlineData("commit 9fceb02d0ae598e95dc970b74767f19372d61af8 and 4b825dc, tree e69de29")]
    [InlineData("id 123e4567-e89b-12d3-a456-426614174000 and 12345678-1234-1234-1234-123456789012")]
    [InlineData("at 1712345678, or 1712345678901 ms, 2026-03-14T10:22:33.123Z, Thu, 14 Mar 2026 10:22:33 GMT")]
    [InlineData("ISBN 978-3-16-148410-0, ISBN-10 0-306-40615-2")]
    [InlineData("v1.2.3, 10.0.19041.1, 1.24.3-rc.1, chrome/120.0.6099.109 and version 4.5.6.7")]
    [InlineData("$1,234,567.89, EUR 555.123, 1 234 567 units for 19.99")]
    [InlineData("192.0.2.17, 198.51.100.4, 203.0.113.99, 10.1.2.3, 172.16.0.9, 192.168.0.1, 127.0.0.1, 8.8.8.8, 0.0.0.0, ::1, 2001:db8::17, fe80::1")]
    [InlineData("const card = '4242424242424242'; const stripeTest = \"5555555555554444\";")]
    [InlineData("51.507351, -0.127758 and 40.712776,-74.005974")]
    [InlineData("order 100293847, invoice no. 5551234567, ticket 4471882, tracking number 1Z999AA10123456784")]
    [InlineData("noreply@example.com, support@example.com, git@github.com:org/repo.git, npm i @types/node@20.1.2")]
    [InlineData("Dear Customer, Hello World, Hi Team, Best Regards")]
    [InlineData("Parkinson's Law, Johns Hopkins University, Washington State, Jordan River, Austin Texas, Virginia Beach, Grant Park")]
    [InlineData("We will mark it in May. Hope rose, Bill was frank. Max Tokens, Jenkins Pipeline, Ruby Gems, Claude Code, Jupiter Notebook")]
    [InlineData("See https://docs.python.org/3/library/re.html#re.compile and http://localhost:8000/v1/models")]
    [InlineData("12 monkeys, 3-2-1 go, 24/7, 16:9, 1920x1080, 5-4-3-2-1, 100%, 3.14159265358979")]
    [InlineData("in 90 days, a 95 year lease, 99 problems, 92 of 100, HTTP 404, port 65535, error 0x80070005")]
    [InlineData("SELECT * FROM users WHERE id = 1234567; -- 5 rows, 12-13-14")]
    [InlineData("The password field must have 8 characters; api_key is read from process.env.API_KEY; token = get_token()")]
    [InlineData("Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt")]
    [InlineData("func (s *Server) HandleGet(w http.ResponseWriter, r *http.Request) { return s.Store.Find(r.Context()) }")]
    [InlineData("{\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"description\":\"Get the current weather\",\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}")]
    public void Everyday_text_fires_nothing(string text)
    {
        using var scan = new TextScanner(Policies.Standard, TimeProvider.System).Begin();
        scan.Add(FieldKind.User, text);
        var found = scan.Classify();

        Assert.True(found.Class == DataClass.Public, string.Join("; ", scan.Detections.Select(d => $"{d.Kind} '{text.Substring(d.Start, d.Length)}'")));
    }
}
