import type { SampleRandom } from '@tessera/sdk';

/** Where a company sits. Telephone numbers are of ranges kept free for stories, where a country has some. */
export interface Place {
  readonly city: string;
  readonly region: string;
  readonly countryCode: string;
  readonly postalCode: string;
  readonly district?: string;
  readonly street: string;
  /** Beginning of its telephone numbers; the rest is up to `digits`. */
  readonly dial: string;
  readonly digits: number;
}

const WESTERN: readonly Place[] = [
  place('New York', 'NY', 'US', '10013', 'Hudson Street', '+1 212 555 01', 2),
  place('Chicago', 'IL', 'US', '60607', 'West Lake Street', '+1 312 555 01', 2),
  place('Austin', 'TX', 'US', '78701', 'Congress Avenue', '+1 512 555 01', 2),
  place('Seattle', 'WA', 'US', '98104', 'Western Avenue', '+1 206 555 01', 2),
  place('Toronto', 'ON', 'CA', 'M5V 2T6', 'King Street West', '+1 416 555 01', 2),
  place('London', 'Greater London', 'GB', 'EC1V 9HL', 'Clerkenwell Road', '+44 20 7946 0', 3),
  place('Leeds', 'West Yorkshire', 'GB', 'LS1 4DY', 'Wellington Street', '+44 113 496 0', 3),
  place('Berlin', 'Berlin', 'DE', '10969', 'Lindenstraße', '+49 30 23125', 3),
  place('Hamburg', 'Hamburg', 'DE', '20457', 'Am Sandtorkai', '+49 40 66969', 3),
  place('Lyon', 'Auvergne-Rhône-Alpes', 'FR', '69002', 'Rue Mercière', '+33 1 99 00 ', 4),
  place('Sydney', 'NSW', 'AU', '2000', 'Sussex Street', '+61 2 5550 ', 4),
  place('Dublin', 'Leinster', 'IE', 'D02 X285', 'Pearse Street', '+353 20 914', 4),
];

const CHINESE: readonly Place[] = [
  place('北京', '北京市', 'CN', '100080', '中关村大街', '+86 10 5555 ', 4, '海淀区'),
  place('上海', '上海市', 'CN', '200120', '世纪大道', '+86 21 5555 ', 4, '浦东新区'),
  place('广州', '广东省', 'CN', '510620', '天河路', '+86 20 5555 ', 4, '天河区'),
  place('深圳', '广东省', 'CN', '518057', '科苑南路', '+86 755 5555 ', 4, '南山区'),
  place('杭州', '浙江省', 'CN', '310012', '文三路', '+86 571 5555 ', 4, '西湖区'),
  place('成都', '四川省', 'CN', '610041', '天府大道', '+86 28 5555 ', 4, '高新区'),
  place('南京', '江苏省', 'CN', '210019', '江东中路', '+86 25 5555 ', 4, '建邺区'),
  place('武汉', '湖北省', 'CN', '430074', '珞喻路', '+86 27 5555 ', 4, '洪山区'),
  place('西安', '陕西省', 'CN', '710075', '高新路', '+86 29 5555 ', 4, '雁塔区'),
  place('苏州', '江苏省', 'CN', '215021', '星湖街', '+86 512 5555 ', 4, '工业园区'),
  place('青岛', '山东省', 'CN', '266071', '香港中路', '+86 532 5555 ', 4, '市南区'),
  place('厦门', '福建省', 'CN', '361008', '软件园路', '+86 592 5555 ', 4, '思明区'),
];

/** Somewhere in China, or in the West. */
export function pickPlace(random: SampleRandom, isChinese: boolean): Place {
  return random.pick(isChinese ? CHINESE : WESTERN);
}

/** A number of the place. */
export function phoneOf(random: SampleRandom, { dial, digits }: Place): string {
  return dial + String(random.integer(0, 10 ** digits - 1)).padStart(digits, '0');
}

/** The address of a house in the street of the place. */
export function addressOf(
  random: SampleRandom,
  { city, region, countryCode, postalCode, district, street }: Place,
): Readonly<Record<string, unknown>> {
  const house = random.integer(2, 288);
  const line =
    district === undefined
      ? ['DE', 'FR'].includes(countryCode)
        ? `${street} ${house}`
        : `${house} ${street}`
      : `${street}${house}号`;
  return {
    countryCode,
    region,
    city,
    ...(district === undefined ? {} : { district }),
    postalCode,
    lines: [line],
  };
}

function place(
  city: string,
  region: string,
  countryCode: string,
  postalCode: string,
  street: string,
  dial: string,
  digits: number,
  district?: string,
): Place {
  const known = { city, region, countryCode, postalCode, street, dial, digits };
  return district === undefined ? known : { ...known, district };
}
