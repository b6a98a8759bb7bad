"""Compose projects of any size, the same ones each time."""
import random

KINDS = [("nginx:1.27", "proxy", 80, "http://"), ("postgres:16", "db", 5432, "postgres://app:pw@"), ("redis:7", "cache", 6379, "redis://"),
         ("rabbitmq:3", "queue", 5672, "amqp://"), ("example/api:1.0", "api", 8080, "http://"), ("example/worker:1.0", "worker", 0, ""),
         ("grafana/grafana:11.0.0", "grafana", 3000, "http://")]


def compose(services):
    """So many services on networks of nine, a third of which name what they wait for; stores have volumes."""
    chance = random.Random(services)
    networks = max(1, services // 9)
    all_of_them = [(f"{kind[1]}-{i}", kind, i % networks) for i, kind in ((i, KINDS[i % len(KINDS)]) for i in range(services))]
    text, volumes = ["services:"], []
    for i, (name, (image, _, port, _), network) in enumerate(all_of_them):
        on = [f"net{network}"] + ([f"net{(network + 1) % networks}"] if networks > 1 and chance.random() < .2 else [])
        text += [f"  {name}:", f"    image: {image}", f"    networks: [{', '.join(on)}]"]
        if image.startswith("nginx") or chance.random() < .1:
            text.append(f"    ports: ['{8000 + i}:{port or 9000}']")
        entries = []
        for j in range(chance.randint(0, 3)):
            other, kind, where = chance.choice(all_of_them)
            if other != name and kind[2] and where == network:
                entries.append(f"      URL_{j}: {kind[3]}{other}:{kind[2]}/")
        text += ["    environment:"] + entries if entries else []
        if chance.random() < .3:
            other = chance.choice(all_of_them)[0]
            text += [f"    depends_on: [{other}]"] if other != name else []
        if port in (5432, 5672):
            text.append(f"    volumes: ['data-{name}:/var/lib/data']")
            volumes.append(f"  data-{name}: {{}}")
    text += ["networks:"] + [f"  net{i}: {{}}" for i in range(networks)]
    return "\n".join(text + (["volumes:"] + volumes if volumes else [])) + "\n"
