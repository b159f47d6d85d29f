import pytest
from folkmoot.posts.actions import publish_post, Draft, like, boost
from folkmoot.instance.queries import community
def test_smoke(cast, client_of, drain):
    a = client_of(cast.alice)
    ids=[publish_post(cast.bob, Draft(f"hello @alice #moot {i}", "public")) for i in range(3)]
    r = publish_post(cast.alice, Draft("answer @bob", "public", reply_to=ids[0]))
    publish_post(cast.bob, Draft("secret @alice", "direct", warning="w"))
    boost(cast.alice, ids[1]); like(cast.alice, ids[1]); like(cast.bob, r)
    drain()
    urls = ["/", "/community","/tags/moot","/bookmarks","/likes","/write","/write?to=bob","/notifications","/direct","/members","/follow-requests","/@bob","/@alice","/@bob/replies","/@bob/followers","/@alice/followers","/@bob/following",f"/@bob/{ids[0]}",f"/@bob/{ids[1]}/likes",f"/@bob/{ids[1]}/boosts",f"/posts/{r}/delete",f"/accounts/{cast.bob.id}/mute",f"/accounts/{cast.bob.id}/block",f"/report?account={cast.bob.id}&post={ids[0]}",f"/report?account={cast.bob.id}","/report/sent","/feeds/home/new?since=0","/notifications/unread"]
    for u in urls:
        x = a.get(u); print(u, x.status_code, len(x.content))
        assert x.status_code == 200, (u, x.content.decode()[:3000])
    v = client_of(None)
    for u in urls:
        x = v.get(u); print(u, x.status_code, x.headers.get("Location"))
