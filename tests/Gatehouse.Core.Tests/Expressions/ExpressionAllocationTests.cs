using Gatehouse.Core.Expressions;
using Xunit;

namespace Gatehouse.Core.Tests.Expressions;

public sealed class ExpressionAllocationTests
{
    [Theory]
    [InlineData("request.method == 'GET' && request.path.startsWith('/orders') && 'staff' in consumer.groups")]
    [InlineData("claims.name.lowerAscii().startsWith('al') && request.host.endsWith('.example.com') && request.headers['x-tenant'] + '!' == 'acme!'")]
    [InlineData("claims.roles.exists(r, r == 'editor') && claims.name.contains('😀') && claims.realm_access.roles[0] == 'user'")]
    [InlineData("cidr('203.0.113.0/24').containsIP(client.ip) && cidr('10.0.0.0/8').containsIP(request.headers['x-forwarded-by'])")]
    [InlineData("timestamp(claims.exp) > now && now.getHours('+01:00') == 10 && string(now).startsWith('2026')")]
    [InlineData("request.path.matches('^/orders/[0-9]+$') && request.query_values.tag == ['a', 'b c']")]
    [InlineData("1 / (request.size - 120) == 1 || string(double(request.query.page)) == '2'")]
    public void Evaluate_allocates_nothing(string text)
    {
        const int Evaluations = 100_000;
        Assert.True(Expression.TryCompile(text, RequestVariables.Environment, out var expression, out var error), error?.ToString());
        var request = new FakeRequest();
        Run(expression, request, 1_000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        int hits = Run(expression, request, Evaluations);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Evaluations, hits);
        Assert.Equal(0, allocated);
    }

    private static int Run(Expression expression, FakeRequest request, int times)
    {
        int hits = 0;
        for (int i = 0; i < times; i++)
        {
            hits += expression.Evaluate(request).IsTrue ? 1 : 0;
        }

        return hits;
    }
}
